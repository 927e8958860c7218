import { SaxesParser } from 'saxes';
import { distanceM, type LatLng } from '#lib/domain/geo.ts';

/** One point of a recorded track; times in milliseconds from the track's first point. */
export interface TrackPoint extends LatLng {
  readonly atMs: number;
}

export interface Track {
  readonly name: string;
  readonly points: readonly TrackPoint[];
  /** False: the file has no usable times, and a constant speed stands in for them. */
  readonly timed: boolean;
}

/** A file that holds no track, said in one sentence. */
export class GpxError extends Error {
  override readonly name = 'GpxError';
}

/** Far beyond any day's recording at one point a second. */
const MAX_POINTS = 500_000;
export const DEFAULT_SPEED_MPS = 10;

interface RawPoint extends LatLng {
  readonly timeMs: number | null;
}

/**
 * Reads the tracks (else the routes) of a GPX file; the segments of one track are joined.
 * @param speedMps for tracks without times
 * @throws GpxError when the text is no GPX or has fewer than two usable points
 */
export function readGpx(text: string, speedMps = DEFAULT_SPEED_MPS): Track[] {
  const found = parse(text);
  const chosen = found.tracks.length > 0 ? found.tracks : found.routes;
  const tracks = chosen.filter(({ points }) => points.length >= 2);
  if (tracks.length === 0) throw new GpxError('The file has no track or route with two points.');
  return tracks.map(({ name, points }) => ({ name, ...timed(points, speedMps) }));
}

interface RawTrack {
  name: string;
  readonly points: RawPoint[];
}

function parse(text: string): { tracks: RawTrack[]; routes: RawTrack[] } {
  const tracks: RawTrack[] = [];
  const routes: RawTrack[] = [];
  const path: string[] = [];
  let current: RawTrack | null = null;
  let point: { latitude: number; longitude: number; timeMs: number | null } | null = null;
  let words = '';
  let count = 0;

  // Entities of a document type are not expanded by this parser, so a file cannot blow itself up.
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new GpxError(`The file is no well-formed GPX: ${error.message}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (path.length === 0 && name !== 'gpx') throw new GpxError('The file is no GPX.');
    path.push(name);
    words = '';
    if (name === 'trk' || name === 'rte') {
      current = { name: '', points: [] };
      (name === 'trk' ? tracks : routes).push(current);
    } else if (name === 'trkpt' || name === 'rtept') {
      count += 1;
      if (count > MAX_POINTS) throw new GpxError(`The file has more than ${MAX_POINTS} points.`);
      point = {
        latitude: degrees(attributes['lat'], 90),
        longitude: degrees(attributes['lon'], 180),
        timeMs: null,
      };
    }
  });
  parser.on('text', (chunk) => (words += chunk));
  parser.on('closetag', ({ name }) => {
    path.pop();
    const parent = path.at(-1);
    if (name === 'time' && point !== null) {
      const timeMs = Date.parse(words.trim());
      point.timeMs = Number.isNaN(timeMs) ? null : timeMs;
    } else if (name === 'name' && current !== null && (parent === 'trk' || parent === 'rte')) {
      current.name = words.trim();
    } else if (name === 'trkpt' || name === 'rtept') {
      if (point !== null && Number.isFinite(point.latitude) && Number.isFinite(point.longitude)) {
        current?.points.push(point);
      }
      point = null;
    }
    words = '';
  });
  parser.write(text).close();
  return { tracks, routes };
}

/** NaN when it is no coordinate; the point is then left out. */
function degrees(text: string | undefined, limit: number): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Math.abs(value) <= limit ? value : Number.NaN;
}

/** Times as recorded where every point has one and they rise; else by distance at a constant speed. */
function timed(points: readonly RawPoint[], speedMps: number): Pick<Track, 'points' | 'timed'> {
  const first = points[0]?.timeMs ?? null;
  const last = points.at(-1)?.timeMs ?? null;
  const complete =
    points.every(({ timeMs }) => timeMs !== null) && first !== null && last !== null && last > first;
  let alongM = 0;
  let latestMs = -1;
  const result: TrackPoint[] = [];
  points.forEach((point, index) => {
    const before = points[index - 1];
    alongM += before === undefined ? 0 : distanceM(before, point);
    const atMs = complete ? (point.timeMs ?? 0) - first : Math.round((alongM / speedMps) * 1_000);
    // Two points in one instant are one fix.
    if (atMs <= latestMs) return;
    latestMs = atMs;
    result.push({ latitude: point.latitude, longitude: point.longitude, atMs });
  });
  return { points: result, timed: complete };
}
