import {
  ACCURACY_UNKNOWN,
  at,
  fixCount,
  HEADING_STEP_DEGREES,
  HEADING_UNKNOWN,
  intervalSeconds,
  newestRecordedMs,
  newestSlot,
  RING,
  SPEED_UNKNOWN,
  withMeta,
  type FleetColumns,
} from './fleet-columns.ts';
import { LATENESS_STEP_MS, latenessSteps, MAX_BRIDGED_MS, PLAYOUT_MS } from './playout.ts';
import { worldX, worldY } from './world.ts';

/** What was taken and what was dropped, and why. */
export interface FleetCounters {
  stored: number;
  repeated: number;
  older: number;
  future: number;
  invalid: number;
  unknownDriver: number;
}

export interface FixWriter {
  /**
   * Appends one fix to a row's ring; false when it was dropped. Numbers only, so that a batch allocates
   * nothing per vehicle. Below 0: unknown.
   * @param recordedMs epoch ms, server's clock
   */
  put(
    row: number,
    latitude: number,
    longitude: number,
    headingDegrees: number,
    speedMps: number,
    accuracyM: number,
    recordedMs: number,
    nowMs: number,
  ): boolean;
  /** When the last vehicle reaches its newest fix, epoch ms: nothing glides after that. */
  movingUntilMs(): number;
}

/** Fixes recorded further ahead of the server's clock than this are wrong, not early. */
const MAX_FUTURE_MS = 60_000;

export function createFixWriter(columns: FleetColumns, counters: FleetCounters): FixWriter {
  const { baseMs } = columns;
  const previous = { recordedMs: 0, playAtMs: 0 };
  let movingUntil = 0;

  return {
    put(row, latitude, longitude, headingDegrees, speedMps, accuracyM, recordedMs, nowMs) {
      if (
        !(latitude >= -90 && latitude <= 90 && longitude >= -180 && longitude <= 180) ||
        Number.isNaN(recordedMs)
      ) {
        counters.invalid += 1;
        return false;
      }
      if (recordedMs > nowMs + MAX_FUTURE_MS) {
        counters.future += 1;
        return false;
      }
      let meta = at(columns.meta, row);
      const count = fixCount(meta);
      const first = row * RING;
      const newest = newestSlot(meta);
      let slot = 0;
      let steps = 0;
      let kept = 1;
      if (count > 0) {
        const previousRecordedMs = newestRecordedMs(columns, row);
        if (recordedMs <= previousRecordedMs) {
          if (recordedMs === previousRecordedMs) counters.repeated += 1;
          else counters.older += 1;
          return false;
        }
        previous.recordedMs = previousRecordedMs;
        previous.playAtMs = baseMs + at(columns.playAt, first + newest);
        const interval = followInterval(intervalSeconds(meta), recordedMs - previousRecordedMs);
        meta = withMeta(meta, 'interval', interval);
        if (recordedMs - previousRecordedMs <= MAX_BRIDGED_MS) {
          steps = latenessSteps(recordedMs, previous, nowMs, interval * 1_000);
          // A vehicle that stands at its newest fix leaves from there now, not from when it came.
          if (previous.playAtMs < nowMs) columns.playAt[first + newest] = nowMs - baseMs;
          // The second oldest slot's turn has not come: the oldest is still being left. Thin the newest.
          const secondOldest = (newest + RING - count + 2) % RING;
          const full = count === RING && at(columns.playAt, first + secondOldest) > nowMs - baseMs;
          slot = full ? newest : (newest + 1) % RING;
          kept = Math.min(RING, full ? count : count + 1);
        }
      }
      const index = first + slot;
      const playAt = Math.max(0, recordedMs + PLAYOUT_MS + steps * LATENESS_STEP_MS - baseMs);
      if (playAt > movingUntil) movingUntil = playAt;
      columns.x[index] = worldX(longitude);
      columns.y[index] = worldY(latitude);
      columns.playAt[index] = playAt;
      columns.heading[index] =
        headingDegrees >= 0
          ? Math.round((headingDegrees % 360) / HEADING_STEP_DEGREES) % 254
          : HEADING_UNKNOWN;
      columns.speed[row] =
        speedMps >= 0 ? Math.min(SPEED_UNKNOWN - 1, Math.round(speedMps * 10)) : SPEED_UNKNOWN;
      columns.accuracy[row] =
        accuracyM >= 0 ? Math.min(ACCURACY_UNKNOWN - 1, Math.round(accuracyM)) : ACCURACY_UNKNOWN;
      meta = withMeta(withMeta(meta, 'newest', slot), 'count', kept);
      columns.meta[row] = withMeta(meta, 'lateness', steps);
      columns.touched.mark(row);
      counters.stored += 1;
      return true;
    },
    movingUntilMs: () => baseMs + movingUntil,
  };
}

/** Follows a slower reporter slowly and a faster one at once: one gap in reception is no new interval. */
function followInterval(heldS: number, gapMs: number): number {
  const gapS = Math.min(255, Math.ceil(gapMs / 1_000));
  return heldS === 0 || gapS <= heldS ? gapS : Math.min(gapS, heldS + Math.ceil(heldS / 2));
}
