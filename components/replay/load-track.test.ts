import { describe, expect, it } from 'vitest';
import type { bffGet } from '#lib/api/bff.ts';
import { firstMs, lastMs, type TrackFix } from '#lib/domain/recorded-track.ts';
import { NOW_MS } from '#tests/fixtures/samples.ts';
import { loadTrack } from './load-track.ts';
import type { ReplayRequest } from './replay-address.ts';

const PER_PAGE = 100;
const all = Array.from({ length: 350 }, (_, i): TrackFix => ({
  driver_id: 7,
  latitude: 57.7,
  longitude: 12,
  heading: null,
  speed: i,
  accuracy: null,
  recorded_at: new Date(NOW_MS + i * 1_000).toISOString(),
}));

/** Answers as the two routes do: `from` inclusive, `since` exclusive. */
function backend(fixes: readonly TrackFix[], pages = true) {
  const asked: string[] = [];
  const get: typeof bffGet = (path, schema) => {
    asked.push(path);
    const query = new URL(path, 'http://x').searchParams;
    const from = Date.parse(query.get('from') ?? '') || 0;
    const since = Date.parse(query.get('since') ?? '') || 0;
    const matching = fixes.filter(({ recorded_at: at }) => Date.parse(at) >= from && Date.parse(at) > since);
    if (!pages) return Promise.resolve(schema.parse({ data: matching }));
    const data = matching.slice(0, PER_PAGE);
    const next = matching.length > data.length ? 'http://elsewhere/next' : null;
    return Promise.resolve(schema.parse({ data, links: { next }, meta: { total: matching.length } }));
  };
  return { get, asked };
}

const requests: readonly ReplayRequest[] = [
  { kind: 'driver', driverId: 7, span: { fromMs: NOW_MS, toMs: NOW_MS + 3_600_000 } },
  { kind: 'ticket', ticketId: 9 },
];

describe.each(requests)('the track of a $kind', (request) => {
  it('is read to its end, each position once, and says how far it came', async () => {
    const { get, asked } = backend(all);
    const progress: unknown[] = [];
    const { track, truncated } = await loadTrack(request, (...at) => progress.push(at), { get });
    expect(Array.from(track.speedMps)).toEqual(all.map(({ speed }) => speed));
    expect([firstMs(track), lastMs(track)]).toEqual([NOW_MS, NOW_MS + 349_000]);
    expect(truncated).toBe(false);
    expect(progress).toEqual([
      [100, 350],
      [200, 350],
      [300, 350],
      [350, 350],
    ]);
    expect(asked).toHaveLength(4);
  });

  it('ends at its bound and says so', async () => {
    const { get, asked } = backend(all);
    const { track, truncated } = await loadTrack(request, () => undefined, { get, maxFixes: 150 });
    expect([track.size, truncated, asked.length]).toEqual([150, true, 2]);
  });

  it('is whole when it fits its bound exactly', async () => {
    const { get } = backend(all.slice(0, 200));
    expect(await loadTrack(request, () => undefined, { get, maxFixes: 200 })).toMatchObject({
      truncated: false,
    });
  });

  it('is taken from a backend without pages too', async () => {
    const { get } = backend(all, false);
    const { track } = await loadTrack(request, () => undefined, { get });
    expect(track.size).toBe(350);
  });

  it('may be empty', async () => {
    const { track } = await loadTrack(request, () => undefined, { get: backend([]).get });
    expect(track.size).toBe(0);
  });
});
