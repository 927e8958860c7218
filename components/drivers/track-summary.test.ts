import { describe, expect, it } from 'vitest';
import { NOW_MS } from '#tests/fixtures/samples.ts';
import { speedColumns, trackSummary } from './track-summary.ts';

const fix = (atS: number, latitude: number, speed: number | null = 10) => ({
  latitude,
  longitude: 11.9668,
  speed,
  recorded_at: new Date(NOW_MS + atS * 1_000).toISOString(),
});

describe('the summary of a track', () => {
  it('adds up distance, moving time and top speed', () => {
    const summary = trackSummary([fix(0, 57.7), fix(10, 57.701), fix(20, 57.702, 13)]);
    expect(summary.distanceM).toBeCloseTo(222.4, 0);
    expect(summary).toMatchObject({ movingMs: 20_000, topSpeedMps: 13, stops: 0 });
  });

  it('counts a standstill once, and not the wait at a light', () => {
    const standing = Array.from({ length: 20 }, (_, i) => fix(i * 10, 57.7, 0));
    expect(trackSummary(standing).stops).toBe(1);
    expect(trackSummary(standing.slice(0, 6)).stops).toBe(0);
  });

  it('does not call a lost signal driving', () => {
    expect(trackSummary([fix(0, 57.7), fix(600, 57.75)]).movingMs).toBe(0);
  });

  it('knows nothing of an empty track', () => {
    expect(trackSummary([])).toEqual({ distanceM: 0, topSpeedMps: null, stops: 0, movingMs: 0 });
  });
});

it('puts the greatest speed of each slice into its column and leaves gaps empty', () => {
  const fixes = [fix(0, 57, 3), fix(5, 57, 7), fix(100, 57, 2), fix(50, 57, null), fix(-5, 57, 50)];
  expect(speedColumns(fixes, NOW_MS, NOW_MS + 100_000, 4)).toEqual([7, null, null, 2]);
});
