import { describe, expect, it } from 'vitest';
import { NOW_MS } from '#tests/fixtures/samples.ts';
import { recordedTrack, type TrackFix } from './recorded-track.ts';
import { speedAt, speedColumns, trackStops, trackSummary } from './track-summary.ts';

const fix = (atS: number, latitude: number, speed: number | null = 10): TrackFix => ({
  latitude,
  longitude: 11.9668,
  speed,
  recorded_at: new Date(NOW_MS + atS * 1_000).toISOString(),
});

describe('the summary of a track', () => {
  it('adds up distance, moving time and top speed', () => {
    const summary = trackSummary(recordedTrack([fix(0, 57.7), fix(10, 57.701), fix(20, 57.702, 13)]));
    expect(summary.distanceM).toBeCloseTo(222.4, 0);
    expect(summary).toMatchObject({ movingMs: 20_000, topSpeedMps: 13, stops: 0 });
  });

  it('counts a standstill once, and not the wait at a light', () => {
    const standing = Array.from({ length: 20 }, (_, i) => fix(i * 10, 57.7, 0));
    expect(trackSummary(recordedTrack(standing)).stops).toBe(1);
    expect(trackSummary(recordedTrack(standing.slice(0, 6))).stops).toBe(0);
  });

  it('does not call a lost signal driving', () => {
    expect(trackSummary(recordedTrack([fix(0, 57.7), fix(600, 57.75)])).movingMs).toBe(0);
  });

  it('knows nothing of an empty track', () => {
    expect(trackSummary(recordedTrack([]))).toEqual({
      distanceM: 0,
      topSpeedMps: null,
      stops: 0,
      movingMs: 0,
    });
  });
});

describe('the stops of a track', () => {
  it('last from the first standing fix to the last, each where it was', () => {
    const track = recordedTrack([
      fix(0, 57.7),
      fix(10, 57.701),
      ...Array.from({ length: 30 }, (_, i) => fix(20 + i * 10, 57.702, 0)),
      fix(320, 57.703),
      ...Array.from({ length: 20 }, (_, i) => fix(330 + i * 10, 57.704, 0)),
    ]);
    expect(trackStops(track)).toEqual([
      { fromMs: NOW_MS + 20_000, toMs: NOW_MS + 310_000, latitude: 57.702, longitude: 11.9668 },
      { fromMs: NOW_MS + 330_000, toMs: NOW_MS + 520_000, latitude: 57.704, longitude: 11.9668 },
    ]);
  });

  it('outlive the wandering of a receiver that says it stands', () => {
    const wandering = Array.from({ length: 200 }, (_, i) => fix(i, 57.7 + (i % 2) * 0.000_015, 0));
    expect(trackStops(recordedTrack(wandering))).toHaveLength(1);
  });

  it('are not made up from reported noughts while the place moves', () => {
    const driving = Array.from({ length: 200 }, (_, i) => fix(i, 57.7 + i * 0.000_1, 0));
    expect(trackStops(recordedTrack(driving))).toEqual([]);
  });

  it('end where the signal does', () => {
    const standing = (fromS: number) => Array.from({ length: 8 }, (_, i) => fix(fromS + i * 10, 57.7, 0));
    expect(trackStops(recordedTrack([...standing(0), ...standing(1_000)]))).toEqual([]);
  });
});

describe('the speed of a track', () => {
  it('puts the greatest speed of each slice into its column and leaves gaps empty', () => {
    const track = recordedTrack([fix(-5, 57, 50), fix(0, 57, 3), fix(5, 57, 7), fix(500, 57, 2)]);
    expect(speedColumns(track, NOW_MS, NOW_MS + 500_000, 4)).toEqual([7, null, null, 2]);
  });

  it('is taken from the way where the device reports none', () => {
    const track = recordedTrack([fix(0, 57.7, null), fix(10, 57.701, null)]);
    expect(speedAt(track, 0)).toBeNull();
    expect(speedAt(track, 1)).toBeCloseTo(11.12, 1);
  });
});
