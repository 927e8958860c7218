import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Page } from '@playwright/test';
import { readGpx, type TrackPoint } from '#tools/replay/gpx.ts';

/** A drive of 2.2 km through the city, recorded once; the last point is the destination. */
export function recordedDrive(): readonly TrackPoint[] {
  const text = readFileSync(
    resolve(import.meta.dirname, '../../tests/fixtures/gothenburg-drive.gpx'),
    'utf8',
  );
  const [track] = readGpx(text);
  if (track === undefined) throw new Error('The recording holds no track.');
  return track.points;
}

/** Every `step`-th point of a drive, always with its end. */
export function waypoints(points: readonly TrackPoint[], count: number): readonly TrackPoint[] {
  const last = points.length - 1;
  return Array.from({ length: count }, (_, index) => points[Math.round((index * last) / (count - 1))]).filter(
    (point) => point !== undefined,
  );
}

/** Moves the phone there, as its receiver would tell the browser. */
export async function moveTo(phone: Page, point: TrackPoint): Promise<void> {
  await phone.context().setGeolocation({
    latitude: point.latitude,
    longitude: point.longitude,
    accuracy: 8,
  });
}
