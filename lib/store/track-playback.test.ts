import { describe, expect, it } from 'vitest';
import { distanceM } from '#lib/domain/geo.ts';
import { placeAt, placeOf, recordedTrack, type TrackFix } from '#lib/domain/recorded-track.ts';
import { NOW_MS } from '#tests/fixtures/samples.ts';
import { sampleVehicle } from './sample-vehicle.ts';
import { createTrackPlayback, REPLAYED_VEHICLE, type TrackPlayback } from './track-playback.ts';
import { latitudeOf, longitudeOf } from './world.ts';

/** Numbers that look random and are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const fix = (atS: number, more: Partial<TrackFix> = {}): TrackFix => ({
  driver_id: 7,
  latitude: 57.7 + atS * 0.000_1,
  longitude: 11.9668,
  heading: 0,
  speed: 11,
  accuracy: 6,
  recorded_at: new Date(NOW_MS + atS * 1_000).toISOString(),
  ...more,
});

/** Frames and time by hand. */
function stage(fixes: readonly TrackFix[], glides = true) {
  let now = 0;
  let waiting: (() => void) | undefined;
  const playback = createTrackPlayback({
    track: recordedTrack(fixes),
    nowMs: () => now,
    schedule(run) {
      waiting = run;
      return () => {
        waiting = undefined;
      };
    },
    glides,
  });
  return {
    playback,
    pass(ms: number) {
      now += ms;
      const run = waiting;
      waiting = undefined;
      run?.();
    },
    isScheduled: () => waiting !== undefined,
  };
}

/** Where and how the layer would draw the vehicle now. */
function shown({ fleet, layerNowMs }: TrackPlayback) {
  const out = { x: 0, y: 0, headingDegrees: 0, moving: false };
  const row = fleet.rowOf(REPLAYED_VEHICLE);
  if (row === undefined || !sampleVehicle(fleet.columns, row, layerNowMs(), out))
    throw new Error('no vehicle');
  return {
    latitude: latitudeOf(out.y),
    longitude: longitudeOf(out.x),
    headingDegrees: out.headingDegrees,
    connectivity: fleet.connectivityOf(row, layerNowMs()),
  };
}

describe('a played track', () => {
  it.each([1, 2, 5, 10, 30, 60] as const)('passes at %s× and stops at its end', (rate) => {
    const { playback, pass, isScheduled } = stage(Array.from({ length: 601 }, (_, i) => fix(i)));
    playback.setRate(rate);
    playback.play();
    pass(500);
    expect(playback.get()).toMatchObject({ atMs: NOW_MS + 500 * rate, playing: true });
    for (let i = 0; i < 1_300; i += 1) pass(500);
    expect(playback.get()).toMatchObject({ atMs: NOW_MS + 600_000, index: 600, playing: false });
    expect(isScheduled()).toBe(false);
    playback.play();
    expect(playback.get()).toMatchObject({ atMs: NOW_MS, playing: true });
  });

  it('is drawn where it was recorded, at any rate, however the frames come and wherever it is turned to', () => {
    for (const seed of [1, 2, 3]) {
      const random = seeded(seed);
      let atS = 0;
      const fixes = Array.from({ length: 400 }, () => {
        atS += random() < 0.05 ? 20 + random() * 300 : 0.5 + random() * 4;
        return fix(atS, {
          latitude: 57.7 + random() * 0.01,
          heading: random() < 0.2 ? null : random() * 360,
        });
      });
      const { playback, pass } = stage(fixes);
      playback.setRate(60);
      playback.play();
      for (let i = 0; i < 400; i += 1) {
        if (random() < 0.2) playback.seek(NOW_MS + random() * atS * 1_000);
        playback.play();
        pass(random() * 60);
        const off = distanceM(shown(playback), placeAt(playback.track, playback.get().atMs));
        expect(off).toBeLessThan(0.1);
        expect(playback.fleet.columns.size).toBe(1);
      }
      expect(playback.fleet.counters).toMatchObject({ invalid: 0, future: 0, older: 0, repeated: 0 });
    }
  });

  it('turns the short way, forwards and after going back', () => {
    const { playback } = stage([
      fix(0, { heading: 350 }),
      fix(10, { heading: 10 }),
      fix(20, { heading: 30 }),
    ]);
    for (const offsetMs of [5_000, 15_000, 5_000]) {
      playback.seek(NOW_MS + offsetMs);
      const { headingDegrees } = shown(playback);
      const wanted = offsetMs === 5_000 ? 0 : 20;
      expect(Math.abs(((headingDegrees - wanted + 540) % 360) - 180)).toBeLessThan(2);
    }
  });

  it('stands through a silence, turns grey, and goes on where it was heard again', () => {
    const { playback } = stage([fix(0), fix(10), fix(400), fix(410)]);
    playback.seek(NOW_MS + 200_000);
    expect(distanceM(shown(playback), placeOf(playback.track, 1))).toBeLessThan(0.1);
    expect(shown(playback).connectivity).toBe('stale');
    playback.seek(NOW_MS + 399_999);
    expect(distanceM(shown(playback), placeOf(playback.track, 1))).toBeLessThan(0.1);
    playback.seek(NOW_MS + 400_000);
    expect(distanceM(shown(playback), placeOf(playback.track, 2))).toBeLessThan(0.1);
    expect(shown(playback).connectivity).toBe('live');
  });

  it('glides between the fixes of a slow reporter', () => {
    const { playback } = stage([fix(0), fix(100), fix(200)]);
    for (const atMs of [NOW_MS + 25_000, NOW_MS + 175_000]) {
      playback.seek(atMs);
      expect(distanceM(shown(playback), placeAt(playback.track, atMs))).toBeLessThan(0.1);
    }
  });

  it('draws no way from one driver of a ticket to the next', () => {
    const { playback } = stage([fix(0), fix(20, { driver_id: 8, latitude: 57.9 })]);
    playback.seek(NOW_MS + 19_000);
    expect(distanceM(shown(playback), placeOf(playback.track, 0))).toBeLessThan(0.1);
    playback.seek(NOW_MS + 20_000);
    expect(distanceM(shown(playback), placeOf(playback.track, 1))).toBeLessThan(0.1);
  });

  it('jumps from fix to fix where motion is not wanted', () => {
    const { playback } = stage([fix(0), fix(10), fix(20)], false);
    playback.seek(NOW_MS + 19_000);
    expect(distanceM(shown(playback), placeOf(playback.track, 1))).toBeLessThan(0.1);
  });

  it('does not leap over what a sleeping page missed', () => {
    const { playback, pass } = stage(Array.from({ length: 1_000 }, (_, i) => fix(i)));
    playback.setRate(1);
    playback.play();
    pass(600_000);
    expect(playback.get().atMs).toBe(NOW_MS + 1_000);
  });

  it('keeps to its ends, and shows a single fix', () => {
    const { playback } = stage([fix(0), fix(10)]);
    playback.seek(0);
    expect(playback.get().atMs).toBe(NOW_MS);
    playback.seek(Number.MAX_SAFE_INTEGER);
    expect(playback.get()).toMatchObject({ atMs: NOW_MS + 10_000, index: 1 });
    const single = stage([fix(0)]);
    single.playback.play();
    expect(single.playback.get().playing).toBe(false);
    expect(distanceM(shown(single.playback), placeOf(single.playback.track, 0))).toBeLessThan(0.1);
  });

  it('tells words ten times a second and what moves every frame', () => {
    const { playback, pass } = stage(Array.from({ length: 601 }, (_, i) => fix(i)));
    let words = 0;
    let frames = 0;
    const stopWords = playback.subscribe(() => (words += 1));
    playback.onFrame(() => (frames += 1));
    playback.setRate(1);
    playback.play();
    const before = words;
    for (let i = 0; i < 60; i += 1) pass(16);
    expect(frames).toBe(60);
    expect(words - before).toBeGreaterThanOrEqual(8);
    expect(words - before).toBeLessThanOrEqual(10);
    stopWords();
    playback.close();
    playback.close();
    expect(playback.get().playing).toBe(false);
  });
});
