import type { FleetStore } from '#lib/store/fleet-store.ts';
import type { FleetView, VehicleLabel } from './fleet-renderer.ts';
import { createLabelImages, type LabelImages } from './label-images.ts';
import { createLabelPlacer } from './place-labels.ts';
import type { HitScene } from './vehicle-hits.ts';

export interface FleetLabelsOptions {
  readonly fleet: FleetStore;
  /** The short name on a marker; undefined: no label. */
  readonly nameOf: (driverId: number) => string | undefined;
  readonly fontFamily: string;
}

/** When names are placed anew, and the pictures of them. */
export interface FleetLabels {
  /** The view or the scene has changed: all are tried in the next frame. */
  stale(): void;
  /** The theme has changed: they are painted anew too. */
  restyle(): void;
  /**
   * The labels from this frame on; undefined: those of the last one.
   * @param everyone false: the selected vehicle only
   */
  next(
    frameAtMs: number,
    view: FleetView,
    sceneNow: () => HitScene,
    everyone: boolean,
  ): readonly VehicleLabel[] | undefined;
}

const INTERVAL_MS = 250;

export function createFleetLabels({ fleet, nameOf, fontFamily }: FleetLabelsOptions): FleetLabels {
  const placer = createLabelPlacer(fleet);
  let images: { readonly ratio: number; readonly of: LabelImages['of'] } | undefined;
  let placedAtMs = Number.NEGATIVE_INFINITY;
  let placedSize = 0;
  const stale = () => {
    placedAtMs = Number.NEGATIVE_INFINITY;
  };
  return {
    stale,
    restyle() {
      images = undefined;
      stale();
    },
    next(frameAtMs, view, sceneNow, everyone) {
      const { size } = fleet.columns;
      // Rows move when a vehicle is removed, and labels go by rows.
      if (frameAtMs - placedAtMs < INTERVAL_MS && size >= placedSize) return undefined;
      const afresh = placedAtMs === Number.NEGATIVE_INFINITY;
      placedAtMs = frameAtMs;
      placedSize = size;
      if (images?.ratio !== view.ratio)
        images = { ratio: view.ratio, ...createLabelImages(view.ratio, fontFamily) };
      const { of } = images;
      return placer.place(view, sceneNow(), everyone, afresh, (id) => {
        const name = nameOf(id);
        return name === undefined ? undefined : of(name);
      });
    },
  };
}
