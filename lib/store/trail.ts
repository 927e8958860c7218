import { CATCH_UP_RATE, MAX_BRIDGED_MS } from './playout.ts';

/** A place that a vehicle has been at; world units, see world.ts. */
export interface TrailPoint {
  readonly x: number;
  readonly y: number;
  /** Epoch ms, server's clock. */
  readonly recordedAtMs: number;
  /** When the vehicle is shown there: about two seconds after it was recorded. Epoch ms, server's clock. */
  readonly shownAtMs: number;
}

/** Where one vehicle has been lately, oldest first: from its record, then fix by fix. */
export interface Trail {
  readonly points: readonly TrailPoint[];
  /** Takes a fix that has just come; false when it adds nothing. */
  add(point: TrailPoint): boolean;
  /** Takes what was recorded before or between; what came live says better when it is shown. */
  merge(recorded: readonly TrailPoint[]): void;
  /** How many of the points the vehicle has been shown at. */
  passed(timeMs: number): number;
}

export const TRAIL_SPAN_MS = 15 * 60_000;
/** Nobody knows the way that a vehicle took in a longer silence: the line breaks. */
const TRAIL_GAP_MS = MAX_BRIDGED_MS;
/** Closer fixes add nothing to see. Just under a second, so that fixes once a second are all kept. */
const LEAST_STEP_MS = 750;
/** The bound of a trail. */
export const MAX_TRAIL_POINTS = TRAIL_SPAN_MS / LEAST_STEP_MS + 1;

export function createTrail(): Trail {
  let points: TrailPoint[] = [];

  const forget = () => {
    const oldest = (points.at(-1)?.recordedAtMs ?? 0) - TRAIL_SPAN_MS;
    const first = points.findIndex(({ recordedAtMs }) => recordedAtMs >= oldest);
    if (first > 0) points.splice(0, first);
  };

  return {
    get points() {
      return points;
    },
    add(point) {
      const last = points.at(-1);
      if (last !== undefined && point.recordedAtMs - last.recordedAtMs < LEAST_STEP_MS) return false;
      points.push(point);
      forget();
      return true;
    },
    merge(recorded) {
      const live = new Set(points);
      const sorted = [...points, ...recorded].sort((a, b) => a.recordedAtMs - b.recordedAtMs);
      const merged: TrailPoint[] = [];
      for (const point of sorted) {
        const last = merged.at(-1);
        if (last === undefined || point.recordedAtMs - last.recordedAtMs >= LEAST_STEP_MS) merged.push(point);
        else if (live.has(point) && !live.has(last)) merged[merged.length - 1] = point;
      }
      points = merged;
      forget();
    },
    passed(timeMs) {
      let count = points.length;
      while (count > 0 && (points[count - 1]?.shownAtMs ?? 0) > timeMs) count -= 1;
      return count;
    },
  };
}

/**
 * When a vehicle is shown at a recorded fix whose turn the fleet store no longer knows: long ago, unless the
 * vehicle may not have come there yet, then no earlier than at the newest fix. A trail that lags for two
 * seconds is better than one that runs ahead.
 * @param newest the newest fix that the store holds
 */
export function shownAtOfRecorded(
  recordedAtMs: number,
  newest: Pick<TrailPoint, 'recordedAtMs' | 'shownAtMs'>,
  nowMs: number,
): number {
  const leftMs = Math.max(0, newest.shownAtMs - nowMs);
  const surelyPassed = recordedAtMs <= newest.recordedAtMs - CATCH_UP_RATE * leftMs;
  return surelyPassed ? recordedAtMs : newest.shownAtMs;
}

/** Whether the line may go on from one point to the next. */
export const isBridged = (
  from: Pick<TrailPoint, 'recordedAtMs'>,
  to: Pick<TrailPoint, 'recordedAtMs'>,
): boolean => to.recordedAtMs - from.recordedAtMs <= TRAIL_GAP_MS;
