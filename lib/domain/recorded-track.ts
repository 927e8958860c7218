import { distanceM, interpolate, type LatLng } from './geo.ts';

/**
 * Recorded fixes in typed columns, oldest first: 60 bytes each, so that a long day at one fix a second
 * takes 5 MB. Unknown numbers are NaN.
 */
export interface RecordedTrack {
  readonly size: number;
  /** Epoch ms. */
  readonly recordedAtMs: Float64Array;
  readonly latitude: Float64Array;
  readonly longitude: Float64Array;
  readonly headingDegrees: Float64Array;
  readonly speedMps: Float64Array;
  readonly accuracyM: Float64Array;
  /** A ticket that changed hands has the fixes of more than one driver. */
  readonly driverId: Uint32Array;
}

/** A fix as the wire has it. */
export interface TrackFix extends LatLng {
  readonly driver_id?: number | undefined;
  readonly heading?: number | null | undefined;
  readonly speed: number | null;
  readonly accuracy?: number | null | undefined;
  /** ISO 8601. */
  readonly recorded_at: string;
}

/** Nobody knows the way between two fixes this far apart in time: the signal was away. */
export const GAP_MS = 120_000;

/** @param fixes oldest first; one at the same instant as the fix before it, of the same driver, is left out */
export function recordedTrack(fixes: readonly TrackFix[]): RecordedTrack {
  const kept = fixes.filter((fix, index) => {
    const before = fixes[index - 1];
    return before?.recorded_at !== fix.recorded_at || before.driver_id !== fix.driver_id;
  });
  const column = (value: (fix: TrackFix) => number | null | undefined) =>
    Float64Array.from(kept, (fix) => value(fix) ?? Number.NaN);
  return {
    size: kept.length,
    recordedAtMs: column((fix) => Date.parse(fix.recorded_at)),
    latitude: column((fix) => fix.latitude),
    longitude: column((fix) => fix.longitude),
    headingDegrees: column((fix) => fix.heading),
    speedMps: column((fix) => fix.speed),
    accuracyM: column((fix) => fix.accuracy),
    driverId: Uint32Array.from(kept, (fix) => fix.driver_id ?? 0),
  };
}

/** Typed arrays answer `undefined` out of range only. */
export const valueAt = (column: { readonly [index: number]: number }, index: number): number =>
  column[index] ?? Number.NaN;

export const knownOr = <T>(value: number, other: T): number | T => (Number.isNaN(value) ? other : value);

export const placeOf = (track: RecordedTrack, index: number): LatLng => ({
  latitude: valueAt(track.latitude, index),
  longitude: valueAt(track.longitude, index),
});

export const firstMs = (track: RecordedTrack): number => valueAt(track.recordedAtMs, 0);
export const lastMs = (track: RecordedTrack): number => valueAt(track.recordedAtMs, track.size - 1);

/** The newest fix not later than a time; -1 before the first. */
export function indexAt(track: RecordedTrack, timeMs: number): number {
  let low = 0;
  let high = track.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (valueAt(track.recordedAtMs, middle) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Time between a fix and the one before it. */
export const hopMs = (track: RecordedTrack, index: number): number =>
  valueAt(track.recordedAtMs, index) - valueAt(track.recordedAtMs, index - 1);

/** Whether no way leads to this fix: it is the first, came after a silence, or is another driver's. */
export const beginsAnew = (track: RecordedTrack, index: number): boolean =>
  index <= 0 ||
  hopMs(track, index) > GAP_MS ||
  valueAt(track.driverId, index) !== valueAt(track.driverId, index - 1);

/** m/s on the way to this fix as the two places tell it; NaN where no way leads to it. */
export function hopSpeedMps(track: RecordedTrack, index: number): number {
  const tookMs = hopMs(track, index);
  if (beginsAnew(track, index) || !(tookMs > 0)) return Number.NaN;
  return (distanceM(placeOf(track, index - 1), placeOf(track, index)) / tookMs) * 1_000;
}

/** Where the track is at a time, on the straight line between two fixes; standing in a silence. */
export function placeAt(track: RecordedTrack, timeMs: number): LatLng {
  const index = Math.max(0, indexAt(track, timeMs));
  const here = placeOf(track, index);
  const next = index + 1;
  if (next >= track.size || beginsAnew(track, next)) return here;
  const share = (timeMs - valueAt(track.recordedAtMs, index)) / hopMs(track, next);
  return interpolate(here, placeOf(track, next), Math.min(1, Math.max(0, share)));
}
