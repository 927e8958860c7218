import type { LabelImage } from '../fleet-renderer.ts';

/** More than the labels of one frame, so that panning back finds them still there. */
export const SLOT_COUNT = 256;

export interface LabelSlots {
  /** Starts a new set of labels: the slots given from here on are not taken away within it. */
  begin(): void;
  /**
   * The slot of an image, the one used least recently for a new one.
   * @returns undefined when every slot belongs to the present set
   */
  take(image: LabelImage): { readonly slot: number; readonly isNew: boolean } | undefined;
  clear(): void;
}

/** Which label lies in which slot of the atlas. */
export function createLabelSlots(count: number = SLOT_COUNT): LabelSlots {
  interface Held {
    readonly slot: number;
    pixels: ImageData;
    set: number;
  }
  // A Map keeps the order of insertion: the first one was used least recently.
  const held = new Map<string, Held>();
  let set = 0;
  return {
    begin() {
      set += 1;
    },
    take({ key, pixels }) {
      const known = held.get(key);
      if (known !== undefined) {
        held.delete(key);
        held.set(key, known);
        const isNew = known.pixels !== pixels;
        known.pixels = pixels;
        known.set = set;
        return { slot: known.slot, isNew };
      }
      let slot = held.size;
      if (slot >= count) {
        const oldest = held.entries().next().value;
        if (oldest === undefined || oldest[1].set === set) return undefined;
        held.delete(oldest[0]);
        slot = oldest[1].slot;
      }
      held.set(key, { slot, pixels, set });
      return { slot, isNew: true };
    },
    clear() {
      held.clear();
    },
  };
}
