import type { FleetStore } from '#lib/store/fleet-store.ts';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { LABEL_GAP_PX, type FleetView, type LabelImage, type VehicleLabel } from './fleet-renderer.ts';
import { createLabelBoxes } from './label-boxes.ts';
import { isShown, type HitScene } from './vehicle-hits.ts';

/** Labels on the map at once. */
export const MAX_LABELS = 200;
/** Vehicles without a label that are tried at a time: a large fleet has its turn within seconds. */
export const TRIED_AT_ONCE = 2_000;

/** Chooses which vehicles carry their name. */
export interface LabelPlacer {
  /**
   * @param everyone false: the selected vehicle only
   * @param afresh all vehicles are tried, as for a view that has just changed
   * @param imageOf the painted name of a driver; undefined: none
   */
  place(
    view: FleetView,
    scene: HitScene,
    everyone: boolean,
    afresh: boolean,
    imageOf: ImageOfDriver,
  ): readonly VehicleLabel[];
}

export type ImageOfDriver = (driverId: number) => LabelImage | undefined;

/**
 * The selected one first, then those that had a label, so that labels do not flicker, then others by row, each
 * call going on where the last one stopped: each takes its place if it is free. Called a few times a second; in between labels move with their markers.
 */
export function createLabelPlacer(fleet: FleetStore): LabelPlacer {
  const boxes = createLabelBoxes();
  const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };
  let had: ReadonlySet<number> = new Set();
  let next = 0;

  return {
    place(view, scene, everyone, afresh, imageOf) {
      const { columns } = fleet;
      const labels: VehicleLabel[] = [];
      const ids = new Set<number>();
      boxes.clear();
      const tryRow = (row: number, force: boolean): void => {
        if (!sampleVehicle(columns, row, scene.timeOf(row), sample)) return;
        const x = (sample.x - view.worldLeft) * view.scale;
        const y = (sample.y - view.worldTop) * view.scale;
        if (!force && (x < 0 || y < 0 || x > view.widthPx || y > view.heightPx)) return;
        const id = columns.id[row] ?? 0;
        const image = imageOf(id);
        if (image === undefined) return;
        const left = x - image.widthPx / 2;
        const top = y + LABEL_GAP_PX;
        if (!boxes.take(left, top, left + image.widthPx, top + image.heightPx) && !force) return;
        labels.push({ row, image });
        ids.add(id);
      };
      if (scene.selectedRow >= 0) tryRow(scene.selectedRow, true);
      const tryOther = (row: number): void => {
        if (row !== scene.selectedRow && isShown(fleet, row, scene.nowMs)) tryRow(row, false);
      };
      if (everyone) {
        for (const id of had) {
          const row = fleet.rowOf(id);
          if (row !== undefined && labels.length < MAX_LABELS) tryOther(row);
        }
        if (afresh) next = 0;
        const tries = Math.min(columns.size, afresh ? columns.size : TRIED_AT_ONCE);
        for (let tried = 0; tried < tries && labels.length < MAX_LABELS; tried += 1) {
          const row = next < columns.size ? next : 0;
          next = row + 1;
          if (!ids.has(columns.id[row] ?? 0)) tryOther(row);
        }
      }
      had = ids;
      return labels;
    },
  };
}
