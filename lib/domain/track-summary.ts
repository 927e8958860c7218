import { distanceM, type LatLng } from './geo.ts';
import {
  beginsAnew,
  hopMs,
  hopSpeedMps,
  knownOr,
  placeOf,
  valueAt,
  type RecordedTrack,
} from './recorded-track.ts';

/** A standstill of at least STOP_AFTER_MS. */
export interface TrackStop extends LatLng {
  readonly fromMs: number;
  readonly toMs: number;
}

export interface TrackSummary {
  readonly distanceM: number;
  readonly topSpeedMps: number | null;
  readonly stops: number;
  readonly movingMs: number;
}

/** Slower than a walk is standing. */
const STANDING_MPS = 1;
/** A receiver that stands and says so wanders up to this fast. */
const WANDERING_MPS = 3;
/** Lights and turns are no stop. */
export const STOP_AFTER_MS = 120_000;

/** Whether the vehicle stood on the way to this fix. A speed of nought alone proves nothing: some never report another. */
function isStanding(track: RecordedTrack, index: number): boolean {
  const hopMps = hopSpeedMps(track, index);
  if (hopMps < STANDING_MPS) return true;
  return hopMps < WANDERING_MPS && valueAt(track.speedMps, index) < STANDING_MPS;
}

export function trackStops(track: RecordedTrack): readonly TrackStop[] {
  const stops: TrackStop[] = [];
  let from = -1;
  const end = (to: number) => {
    if (from < 0) return;
    const fromMs = valueAt(track.recordedAtMs, from);
    const toMs = valueAt(track.recordedAtMs, to);
    // The middle fix: the first may still roll, the last already.
    if (toMs - fromMs >= STOP_AFTER_MS) stops.push({ ...placeOf(track, (from + to) >> 1), fromMs, toMs });
    from = -1;
  };
  for (let index = 1; index < track.size; index += 1) {
    if (!isStanding(track, index)) end(index - 1);
    else if (from < 0) from = index - 1;
  }
  end(track.size - 1);
  return stops;
}

export function trackSummary(track: RecordedTrack): TrackSummary {
  let distance = 0;
  let movingMs = 0;
  let topSpeedMps: number | null = null;
  for (let index = 0; index < track.size; index += 1) {
    const speed = knownOr(valueAt(track.speedMps, index), null);
    if (speed !== null) topSpeedMps = Math.max(topSpeedMps ?? 0, speed);
    if (index === 0) continue;
    distance += distanceM(placeOf(track, index - 1), placeOf(track, index));
    if (!beginsAnew(track, index) && !isStanding(track, index)) movingMs += hopMs(track, index);
  }
  return { distanceM: distance, topSpeedMps, stops: trackStops(track).length, movingMs };
}

/** m/s at a fix as it was reported, else as the way to it tells; null where neither is known. */
export const speedAt = (track: RecordedTrack, index: number): number | null =>
  knownOr(valueAt(track.speedMps, index), knownOr(hopSpeedMps(track, index), null));

/** Columns of the speed plot; each is the greatest speed in its slice of time, null without a fix. */
export function speedColumns(
  track: RecordedTrack,
  fromMs: number,
  toMs: number,
  columns: number,
): readonly (number | null)[] {
  const speeds: (number | null)[] = Array.from({ length: columns }, () => null);
  for (let index = 0; index < track.size; index += 1) {
    const share = (valueAt(track.recordedAtMs, index) - fromMs) / (toMs - fromMs);
    const speed = speedAt(track, index);
    if (!(share >= 0 && share <= 1) || speed === null) continue;
    const column = Math.min(columns - 1, Math.floor(share * columns));
    speeds[column] = Math.max(speeds[column] ?? 0, speed);
  }
  return speeds;
}
