import { describe, expect, it } from 'vitest';
import { recordedTrack, type TrackFix } from '#lib/domain/recorded-track.ts';
import { trackGpx } from '#lib/domain/track-gpx.ts';
import { SaxesParser } from 'saxes';
import { readGpx } from './gpx.ts';

const START_MS = Date.parse('2026-11-28T08:00:00.250Z');
const fix = (atMs: number, more: Partial<TrackFix> = {}): TrackFix => ({
  driver_id: 7,
  latitude: 57.7 + atMs * 0.000_000_1,
  longitude: 0.000_000_4,
  heading: 0,
  speed: 0.000_000_1,
  accuracy: 6.25,
  recorded_at: new Date(START_MS + atMs).toISOString(),
  ...more,
});
const title = {
  name: 'T-1 <"&\u0001\uD800>',
  driverNames: new Map([
    [7, 'Omar & <Co>'],
    [8, 'Li'],
  ]),
  ticketReference: 'T-1',
};

/** Element paths with their text, namespaces checked. */
function read(text: string): { path: string; words: string }[] {
  const parser = new SaxesParser({ xmlns: true });
  const found: { path: string; words: string }[] = [];
  const path: string[] = [];
  let words = '';
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    path.push(tag.name);
    words = '';
  });
  parser.on('text', (chunk) => (words += chunk));
  parser.on('closetag', () => {
    found.push({ path: path.join('/'), words });
    path.pop();
    words = '';
  });
  parser.write(text).close();
  return found;
}

describe('a track exported as GPX', () => {
  it('is read again with every place and time, to the millisecond', () => {
    const fixes = Array.from({ length: 500 }, (_, i) => fix(i * 977));
    const [track, ...others] = readGpx(trackGpx(recordedTrack(fixes), title));
    expect(others).toEqual([]);
    expect(track).toMatchObject({ name: 'Omar & <Co>', timed: true });
    expect(track?.points).toEqual(
      fixes.map(({ latitude, longitude }, i) => ({
        latitude: Number(latitude.toFixed(7)),
        longitude: Number(longitude.toFixed(7)),
        atMs: i * 977,
      })),
    );
  });

  it('says speed, course and accuracy in extensions, and only what is known', () => {
    const text = trackGpx(
      recordedTrack([
        fix(0, { speed: 13.9, heading: 271.5 }),
        fix(1_000, { speed: null, heading: null, accuracy: null }),
      ]),
      title,
    );
    const point = 'gpx/trk/trkseg/trkpt';
    expect(
      read(text).filter(({ path }) => path.startsWith(`${point}/`) && !/Extension$|extensions$/u.test(path)),
    ).toEqual([
      { path: `${point}/time`, words: '2026-11-28T08:00:00.250Z' },
      { path: `${point}/extensions/gpxtpx:TrackPointExtension/gpxtpx:speed`, words: '13.9' },
      { path: `${point}/extensions/gpxtpx:TrackPointExtension/gpxtpx:course`, words: '271.5' },
      { path: `${point}/extensions/callout:accuracy`, words: '6.25' },
      { path: `${point}/time`, words: '2026-11-28T08:00:01.250Z' },
    ]);
    expect(text).not.toMatch(/\de-/u);
  });

  it('begins a segment after a silence and a track with another driver', () => {
    const text = trackGpx(
      recordedTrack([
        fix(0),
        fix(1_000),
        fix(500_000),
        fix(501_000),
        fix(502_000, { driver_id: 8 }),
        fix(503_000, { driver_id: 8 }),
      ]),
      title,
    );
    const count = (name: string) => read(text).filter(({ path }) => path === name).length;
    expect([count('gpx/trk'), count('gpx/trk/trkseg'), count('gpx/trk/trkseg/trkpt')]).toEqual([2, 3, 6]);
    expect(readGpx(text).map(({ name }) => name)).toEqual(['Omar & <Co>', 'Li']);
  });

  it('is well-formed when it is empty', () => {
    expect(read(trackGpx(recordedTrack([]), title)).map(({ path }) => path)).toEqual([
      'gpx/metadata/name',
      'gpx/metadata',
      'gpx',
    ]);
  });
});
