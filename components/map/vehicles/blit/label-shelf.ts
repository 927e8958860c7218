import type { FleetColumns } from '#lib/store/fleet-columns.ts';
import type { VehicleLabel } from '../fleet-renderer.ts';
import type { LabelUpdate } from './worker-messages.ts';

/** Label pictures the worker holds at most, if no more are shown at once. */
export const MAX_HELD_LABELS = 600;

/** What the worker is to know of labels: each picture is sent once, and the ones used longest ago are dropped. */
export interface LabelShelf {
  put(labels: readonly VehicleLabel[], columns: FleetColumns): void;
  /** The worker's next update; null: nothing changed. */
  take(columns: FleetColumns): LabelUpdate | null;
  /** The pictures were painted anew. */
  clear(): void;
}

export function createLabelShelf(): LabelShelf {
  const held = new Map<string, ImageData>();
  let wanted: readonly (VehicleLabel & { readonly id: number })[] = [];
  let changed = false;
  let dropped: string[] = [];
  return {
    put(labels, columns) {
      const same =
        labels.length === wanted.length &&
        labels.every(
          ({ row, image }, i) =>
            row === wanted[i]?.row &&
            image.key === wanted[i]?.image.key &&
            image.pixels === wanted[i]?.image.pixels &&
            columns.id[row] === wanted[i]?.id,
        );
      if (same) return;
      wanted = labels.map(({ row, image }) => ({ row, image, id: columns.id[row] ?? 0 }));
      changed = true;
    },
    take(columns) {
      if (!changed) return null;
      changed = false;
      // A row may have become another vehicle's since the labels were chosen.
      const shown = wanted.filter(({ row, id }) => row < columns.size && columns.id[row] === id);
      const fresh = [];
      for (const { image } of shown) {
        const { key, pixels } = image;
        const isHeld = held.get(key) === pixels;
        held.delete(key);
        held.set(key, pixels);
        if (!isHeld) fresh.push({ key, width: pixels.width, height: pixels.height, pixels: pixels.data });
      }
      for (const key of held.keys()) {
        if (held.size <= Math.max(MAX_HELD_LABELS, shown.length)) break;
        held.delete(key);
        dropped.push(key);
      }
      const update = {
        rows: shown.map(({ row }) => row),
        keys: shown.map(({ image }) => image.key),
        fresh,
        dropped,
      };
      dropped = [];
      return update;
    },
    clear() {
      dropped.push(...held.keys());
      held.clear();
      changed = true;
    },
  };
}
