import { bearingDegrees, distanceM, interpolate } from '#lib/domain/geo.ts';
import type { Fix } from '#lib/protocol/fix.ts';
import type { Track, TrackPoint } from './gpx.ts';

/** Where a vehicle on the track is at some moment of the recording. */
export interface TrackMotion {
  readonly durationMs: number;
  /** @param atMs from the track's start; clamped to its ends */
  at(atMs: number): Omit<Fix, 'recorded_at'>;
}

const RECEIVER_ACCURACY_M = 5;
/** Between closer points the bearing is the receiver's noise. */
const SHORTEST_BEARING_M = 1;

/** @param speedFactor scales the reported speed as it scales time: 2 means twice as fast */
export function createTrackMotion(track: Track, speedFactor = 1): TrackMotion {
  const { points } = track;
  const durationMs = points.at(-1)?.atMs ?? 0;
  return {
    durationMs,
    at: (atMs) => {
      const [from, to] = stretchAt(points, Math.min(Math.max(atMs, 0), durationMs));
      const spanMs = to.atMs - from.atMs;
      const share = spanMs <= 0 ? 1 : Math.min(1, Math.max(0, (atMs - from.atMs) / spanMs));
      const lengthM = distanceM(from, to);
      const place = interpolate(from, to, share);
      return {
        latitude: Number(place.latitude.toFixed(7)),
        longitude: Number(place.longitude.toFixed(7)),
        heading: lengthM < SHORTEST_BEARING_M ? null : Number(bearingDegrees(from, to).toFixed(1)) % 360,
        speed: spanMs <= 0 ? 0 : Number(Math.min(150, (lengthM / spanMs) * 1_000 * speedFactor).toFixed(1)),
        accuracy: RECEIVER_ACCURACY_M,
      };
    },
  };
}

/** The two points around a moment, found by halving. */
function stretchAt(points: readonly TrackPoint[], atMs: number): [TrackPoint, TrackPoint] {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((points[middle]?.atMs ?? 0) <= atMs) low = middle;
    else high = middle;
  }
  const [from, to] = [points[low], points[high]];
  if (from === undefined || to === undefined) throw new RangeError('A track has at least two points.');
  return [from, to];
}
