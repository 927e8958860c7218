import { at } from '#lib/store/fleet-columns.ts';
import type { FleetStore } from '#lib/store/fleet-store.ts';
import { sampleVehicle, type VehicleSample } from '#lib/store/sample-vehicle.ts';
import { LABEL_GAP_PX, type FleetView, type LabelImage, type VehicleLabel } from './fleet-renderer.ts';
import { createLabelBoxes } from './label-boxes.ts';
import { isShown, type HitScene } from './vehicle-hits.ts';

/** Labels on the map at once. */
export const MAX_LABELS = 200;

/** Chooses which vehicles carry their name. */
export interface LabelPlacer {
  /**
   * @param everyone false: the selected vehicle only
   * @param imageOf the painted name of a driver; undefined: none
   */
  place(view: FleetView, scene: HitScene, everyone: boolean, imageOf: ImageOfDriver): readonly VehicleLabel[];
}

export type ImageOfDriver = (driverId: number) => LabelImage | undefined;

/**
 * The selected one first, then those that had a label, so that labels do not flicker, then the rest by row:
 * each takes its place if it is free. Called a few times a second; in between labels move with their markers.
 */
export function createLabelPlacer(fleet: FleetStore): LabelPlacer {
  const boxes = createLabelBoxes();
  const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };
  let had: ReadonlySet<number> = new Set();

  return {
    place(view, scene, everyone, imageOf) {
      const { columns } = fleet;
      const labels: VehicleLabel[] = [];
      const ids = new Set<number>();
      boxes.clear();
      const tryRow = (row: number, force: boolean): void => {
        if (!sampleVehicle(columns, row, scene.timeOf(row), sample)) return;
        const x = (sample.x - view.worldLeft) * view.scale;
        const y = (sample.y - view.worldTop) * view.scale;
        if (!force && (x < 0 || y < 0 || x > view.widthPx || y > view.heightPx)) return;
        const id = at(columns.id, row);
        const image = imageOf(id);
        if (image === undefined) return;
        const left = x - image.widthPx / 2;
        const top = y + LABEL_GAP_PX;
        if (!boxes.take(left, top, left + image.widthPx, top + image.heightPx) && !force) return;
        labels.push({ row, image });
        ids.add(id);
      };
      if (scene.selectedRow >= 0) tryRow(scene.selectedRow, true);
      if (everyone)
        for (const again of [true, false])
          for (let row = 0; row < columns.size && labels.length < MAX_LABELS; row += 1) {
            if (row === scene.selectedRow || had.has(at(columns.id, row)) !== again) continue;
            if (isShown(fleet, row, scene.nowMs)) tryRow(row, false);
          }
      had = ids;
      return labels;
    },
  };
}
