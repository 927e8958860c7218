import type { DriverLocations } from '#lib/protocol/events.ts';

/**
 * Two marks on the browser's performance timeline, for whoever measures the way of a fix:
 * `callout:fix-stored` when a batch enters the store and `callout:fix-drawn` when the first frame after
 * it is drawn. Both carry `{ at }` of the newest batch; the first also the ids and ages of its rows. Only for a
 * page whose global `calloutMarks` was true when it began: a mark costs more than storing a batch's fix.
 */
export interface FixMarks {
  /** @param version of the store once it holds the batch */
  stored(batch: DriverLocations, rows: number, version: number): void;
  /** @param version of the store that is on the screen now; a frame may be some batches behind */
  drawn(version: number): void;
}

export const FIX_STORED = 'callout:fix-stored';
export const FIX_DRAWN = 'callout:fix-drawn';
/** Observers have their own copy; the page's own buffer is emptied before it grows. */
const KEPT_MARKS = 200;
const MAX_PENDING = 64;

const NO_MARKS: FixMarks = { stored: () => undefined, drawn: () => undefined };

/** The page's marks, or none where nobody asked for them. */
export const fixMarksIfAsked = (): FixMarks =>
  Reflect.get(globalThis, 'calloutMarks') === true ? createFixMarks() : NO_MARKS;

export function createFixMarks(timeline: Performance = performance): FixMarks {
  const pending: { readonly at: number; readonly version: number }[] = [];
  let marks = 0;
  const mark = (name: string, detail: unknown) => {
    timeline.mark(name, { detail });
    marks += 1;
    if (marks < KEPT_MARKS) return;
    marks = 0;
    timeline.clearMarks(FIX_STORED);
    timeline.clearMarks(FIX_DRAWN);
  };
  return {
    stored(batch, rows, version) {
      // A hidden page draws nothing for hours.
      if (pending.length === MAX_PENDING) pending.shift();
      pending.push({ at: batch.at, version });
      mark(FIX_STORED, { at: batch.at, rows, id: batch.id, age: batch.age });
    },
    drawn(version) {
      let newestAt: number | undefined;
      for (let next = pending[0]; next !== undefined && next.version <= version; next = pending[0]) {
        newestAt = next.at;
        pending.shift();
      }
      if (newestAt !== undefined) mark(FIX_DRAWN, { at: newestAt });
    },
  };
}
