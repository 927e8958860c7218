import { distanceM } from '#lib/domain/geo.ts';
import type { TrackFix } from './driver-answers.ts';

export interface TrackSummary {
  readonly distanceM: number;
  readonly topSpeedMps: number | null;
  /** Time spent at a standstill of at least `STOP_AFTER_MS`, and how many there were. */
  readonly stops: number;
  readonly movingMs: number;
}

/** Slower than a walk is standing. */
const STANDING_MPS = 1;
/** Lights and turns are no stop. */
export const STOP_AFTER_MS = 120_000;
/** Nobody drives between two fixes this far apart in time: the signal was away. */
const GAP_MS = 120_000;

/** @param fixes oldest first */
export function trackSummary(fixes: readonly TrackFix[]): TrackSummary {
  let distance = 0;
  let movingMs = 0;
  let stops = 0;
  let standingMs = 0;
  let topSpeedMps: number | null = null;
  let previous: TrackFix | undefined;
  for (const fix of fixes) {
    if (fix.speed !== null) topSpeedMps = Math.max(topSpeedMps ?? 0, fix.speed);
    if (previous) {
      const hopMs = Date.parse(fix.recorded_at) - Date.parse(previous.recorded_at);
      const hopM = distanceM(previous, fix);
      distance += hopM;
      const standing = hopMs > 0 && hopMs < GAP_MS && (hopM / hopMs) * 1_000 < STANDING_MPS;
      if (standing) {
        if (standingMs < STOP_AFTER_MS && standingMs + hopMs >= STOP_AFTER_MS) stops += 1;
        standingMs += hopMs;
      } else {
        standingMs = 0;
        if (hopMs < GAP_MS) movingMs += Math.max(0, hopMs);
      }
    }
    previous = fix;
  }
  return { distanceM: distance, topSpeedMps, stops, movingMs };
}

/** Columns of the speed plot; each is the greatest speed in its slice of time, null without a fix. */
export function speedColumns(
  fixes: readonly TrackFix[],
  fromMs: number,
  toMs: number,
  columns: number,
): readonly (number | null)[] {
  const speeds: (number | null)[] = Array.from({ length: columns }, () => null);
  for (const fix of fixes) {
    const share = (Date.parse(fix.recorded_at) - fromMs) / (toMs - fromMs);
    const column = Math.min(columns - 1, Math.floor(share * columns));
    if (share < 0 || share > 1 || fix.speed === null) continue;
    speeds[column] = Math.max(speeds[column] ?? 0, fix.speed);
  }
  return speeds;
}
