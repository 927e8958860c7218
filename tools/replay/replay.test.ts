import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/domain/geo.ts';
import { Fix } from '#lib/protocol/fix.ts';
import { GpxError, readGpx } from './gpx.ts';
import { createTrackMotion } from './track-motion.ts';

const RECORDED = resolve(import.meta.dirname, '../../../shared/tracks');
const gpx = (body: string) => `<?xml version="1.0"?><gpx version="1.1">${body}</gpx>`;
const point = (lat: number, lon: number, time?: string) =>
  `<trkpt lat="${lat}" lon="${lon}">${time === undefined ? '' : `<time>${time}</time>`}</trkpt>`;
const track = (...points: string[]) =>
  gpx(`<trk><name>Round</name><trkseg>${points.join('')}</trkseg></trk>`);

describe('a GPX track', () => {
  it('keeps its recorded times, counted from its first point', () => {
    const [read] = readGpx(
      track(point(57.7, 11.9, '2024-05-01T10:00:00Z'), point(57.701, 11.9, '2024-05-01T10:00:10Z')),
    );
    expect(read).toEqual({
      name: 'Round',
      timed: true,
      points: [
        { latitude: 57.7, longitude: 11.9, atMs: 0 },
        { latitude: 57.701, longitude: 11.9, atMs: 10_000 },
      ],
    });
  });

  it('without times gets a constant speed', () => {
    const [read] = readGpx(track(point(57.7, 11.9), point(57.709, 11.9)), 10);
    expect(read?.timed).toBe(false);
    expect(read?.points[1]?.atMs).toBeGreaterThan(99_000);
    expect(read?.points[1]?.atMs).toBeLessThan(101_000);
  });

  it('whose times stand still is driven at a constant speed too', () => {
    const same = '2024-05-01T10:00:00Z';
    expect(readGpx(track(point(57.7, 11.9, same), point(57.71, 11.9, same)))[0]?.timed).toBe(false);
  });

  it('joins segments, leaves out points that are nowhere, and falls back to routes', () => {
    const [joined] = readGpx(
      gpx(`<trk><trkseg>${point(1, 1)}${point(91, 1)}</trkseg><trkseg>${point(1.1, 1)}</trkseg></trk>`),
    );
    expect(joined?.points).toHaveLength(2);
    const [route] = readGpx(gpx('<rte><rtept lat="1" lon="1"/><rtept lat="1.1" lon="1"/></rte>'));
    expect(route?.points).toHaveLength(2);
  });

  it('expands no entities of its own document type', () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' +
      `<gpx><trk><name>&b;</name><trkseg>${point(1, 1)}${point(1.1, 1)}</trkseg></trk></gpx>`;
    expect(() => readGpx(bomb)).toThrow(GpxError);
  });

  it.each([
    ['an empty file', ''],
    ['text that is no XML', 'lat,lon\n57,11'],
    ['another kind of XML', '<kml></kml>'],
    ['a file that breaks off', '<gpx><trk><trkseg>'],
    ['a track of one point', track(point(57.7, 11.9))],
  ])('refuses %s with a sentence', (_, text) => {
    expect(() => readGpx(text)).toThrow(GpxError);
  });
});

describe('the motion along a track', () => {
  const [read] = readGpx(
    track(point(57.7, 11.9, '2024-05-01T10:00:00Z'), point(57.701, 11.9, '2024-05-01T10:00:10Z')),
  );
  if (read === undefined) throw new Error('no track');

  it('is between its points in time and place, heading along it', () => {
    const half = createTrackMotion(read).at(5_000);
    expect(half.latitude).toBeCloseTo(57.7005, 6);
    expect(half.heading).toBe(0);
    expect(half.speed).toBeCloseTo(11.1, 1);
  });

  it('reports the scaled speed and ends at the last point', () => {
    const motion = createTrackMotion(read, 2);
    expect(motion.at(5_000).speed).toBeCloseTo(22.2, 1);
    expect(motion.at(60_000).latitude).toBe(57.701);
  });
});

describe.runIf(existsSync(RECORDED))('recorded tracks (skipped where the recordings are not at hand)', () => {
  it.each(['around-visnjan-with-car.gpx', 'cerknicko-jezero.gpx'])(
    '%s replays as fixes that the wire accepts, no faster than it was recorded',
    (file) => {
      for (const one of readGpx(readFileSync(resolve(RECORDED, file), 'utf8'))) {
        expect(one.timed).toBe(true);
        const fastestMps = Math.max(
          ...one.points.slice(1).map((point, index) => {
            const from = one.points[index] ?? point;
            return (distanceM(from, point) * 1_000) / (point.atMs - from.atMs);
          }),
        );
        const motion = createTrackMotion(one);
        let before = motion.at(0);
        for (let atMs = 1_000; atMs <= motion.durationMs; atMs += 1_000) {
          const now = motion.at(atMs);
          expect(Fix.safeParse({ ...now, recorded_at: new Date(atMs).toISOString() }).success).toBe(true);
          expect(distanceM(before, now)).toBeLessThan(fastestMps + 0.5);
          before = now;
        }
      }
    },
  );
});
