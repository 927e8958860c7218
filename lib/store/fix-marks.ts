import type { DriverLocations } from '#lib/protocol/events.ts';

/**
 * Two marks on the browser's performance timeline, for whoever measures the way of a fix:
 * `callout:fix-stored` when a batch enters the store and `callout:fix-drawn` when the first frame after
 * it is drawn. Both carry `{ at }` of the newest batch; the first also the ids and ages of its rows.
 */
export interface FixMarks {
  stored(batch: DriverLocations, rows: number): void;
  drawn(): void;
}

export const FIX_STORED = 'callout:fix-stored';
export const FIX_DRAWN = 'callout:fix-drawn';
/** Observers have their own copy; the page's own buffer is emptied before it grows. */
const KEPT_MARKS = 200;

export function createFixMarks(timeline: Performance = performance): FixMarks {
  let pendingAt: number | undefined;
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
    stored(batch, rows) {
      pendingAt = batch.at;
      mark(FIX_STORED, { at: batch.at, rows, id: batch.id, age: batch.age });
    },
    drawn() {
      if (pendingAt === undefined) return;
      mark(FIX_DRAWN, { at: pendingAt });
      pendingAt = undefined;
    },
  };
}
