import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import { fixtureBatch, fixtureDriver } from './fixtures.ts';
import { createFleetStore } from './fleet-store.ts';
import { CATCH_UP_RATE, MAX_CATCH_UP_MS, PLAYOUT_MS, turnBetween } from './playout.ts';
import { sampleVehicle, type VehicleSample } from './sample-vehicle.ts';
import { createServerClock } from './server-clock.ts';
import { longitudeOf, worldX } from './world.ts';

const START = Date.parse('2026-11-21T10:00:00Z');
beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

/** One vehicle going east at 0.0001° a second of its own time. */
const longitudeAt = (recordedMs: number) => 11 + ((recordedMs - START) / 1_000) * 0.000_1;

function drive(arrivals: readonly { readonly recordedMs: number; readonly arrivesMs: number }[]) {
  vi.setSystemTime(START);
  const clock = createServerClock(START, Date.now);
  const fleet = createFleetStore({ clock, marks: { stored() {}, drawn() {} } });
  fleet.applyDriver(fixtureDriver({ id: 1 }));
  const sample: VehicleSample = { x: 0, y: 0, headingDegrees: -1, moving: false };
  const seen: { readonly atMs: number; readonly longitude: number; readonly moving: boolean }[] = [];
  const queue = [...arrivals].sort((a, b) => a.arrivesMs - b.arrivesMs);
  const lastMs = (queue.at(-1)?.arrivesMs ?? START) + MAX_CATCH_UP_MS + PLAYOUT_MS + 1_000;
  for (let nowMs = START; nowMs <= lastMs; nowMs += 50) {
    vi.setSystemTime(nowMs);
    while (queue[0] !== undefined && queue[0].arrivesMs <= nowMs) {
      const { recordedMs } = queue.shift() ?? { recordedMs: 0 };
      fleet.apply(
        fixtureBatch(nowMs, [{ id: 1, longitude: longitudeAt(recordedMs), ageMs: nowMs - recordedMs }]),
      );
    }
    if (sampleVehicle(fleet.columns, 0, nowMs, sample))
      seen.push({ atMs: nowMs, longitude: longitudeOf(sample.x), moving: sample.moving });
  }
  return seen;
}

describe('playout', () => {
  it('shows a steady vehicle two seconds behind, in even steps', () => {
    const seen = drive(
      Array.from({ length: 30 }, (_, i) => ({
        recordedMs: START + i * 1_000,
        arrivesMs: START + i * 1_000 + 120,
      })),
    );
    for (const { atMs, longitude } of seen.filter(
      ({ atMs }) => atMs > START + 3_000 && atMs < START + 29_000,
    ))
      expect(longitude).toBeCloseTo(longitudeAt(atMs - PLAYOUT_MS), 5);
  });

  it('never runs past the newest fix, never goes back, and arrives there', () => {
    const arrivals = fc
      .array(
        fc.record({
          gapMs: fc.integer({ min: 200, max: 20_000 }),
          delayMs: fc.integer({ min: 0, max: 8_000 }),
        }),
        { minLength: 1, maxLength: 25 },
      )
      .map((steps) => {
        let recordedMs = START;
        let arrivesMs = START;
        return steps.map(({ gapMs, delayMs }) => {
          recordedMs += gapMs;
          // In order, as one device's fixes are: a late one holds up those behind it.
          arrivesMs = Math.max(arrivesMs, recordedMs + delayMs);
          return { recordedMs, arrivesMs };
        });
      });
    fc.assert(
      fc.property(arrivals, (fixes) => {
        const seen = drive(fixes);
        const end = longitudeAt(fixes.at(-1)?.recordedMs ?? START);
        for (const [i, { longitude, atMs }] of seen.entries()) {
          const newest = Math.max(
            ...fixes.filter((fix) => fix.arrivesMs <= atMs).map((fix) => fix.recordedMs),
          );
          expect(longitude).toBeLessThanOrEqual(longitudeAt(newest) + 1e-6);
          expect(longitude).toBeGreaterThanOrEqual((seen[i - 1]?.longitude ?? 0) - 1e-6);
        }
        expect(seen.at(-1)?.longitude).toBeCloseTo(end, 5);
        expect(seen.at(-1)?.moving).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('replays a burst of late fixes at a bounded rate instead of jumping', () => {
    const live = Array.from({ length: 5 }, (_, i) => START + i * 1_000);
    const late = Array.from({ length: 12 }, (_, i) => START + 5_000 + i * 1_000);
    const seen = drive([
      ...live.map((recordedMs) => ({ recordedMs, arrivesMs: recordedMs + 100 })),
      ...late.map((recordedMs) => ({ recordedMs, arrivesMs: START + 17_000 })),
    ]);
    const perStep = longitudeAt(START + 50) - longitudeAt(START);
    for (const [i, { longitude }] of seen.entries()) {
      const moved = longitude - (seen[i - 1]?.longitude ?? longitude);
      expect(moved / perStep).toBeLessThanOrEqual(CATCH_UP_RATE + 0.5);
    }
    expect(seen.at(-1)?.longitude).toBeCloseTo(longitudeAt(START + 16_000), 5);
  });

  it('reappears where it is after a silence longer than anybody could guess through', () => {
    const seen = drive([
      { recordedMs: START, arrivesMs: START },
      { recordedMs: START + 300_000, arrivesMs: START + 300_100 },
    ]);
    const places = new Set(seen.map(({ longitude }) => longitude.toFixed(5)));
    expect([...places]).toEqual([longitudeAt(START).toFixed(5), longitudeAt(START + 300_000).toFixed(5)]);
  });

  it('turns the short way', () => {
    expect(turnBetween(350, 10, 0.5)).toBeCloseTo(0, 6);
    expect(turnBetween(10, 350, 0.25)).toBeCloseTo(5, 6);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 359 }),
        fc.integer({ min: 0, max: 359 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (from, to, fraction) => {
          const between = turnBetween(from, to, fraction);
          const apart = (a: number, b: number) => Math.abs(((a - b + 540) % 360) - 180);
          expect(between).toBeGreaterThanOrEqual(0);
          expect(between).toBeLessThan(360);
          expect(apart(between, from) + apart(between, to)).toBeCloseTo(apart(from, to), 6);
        },
      ),
    );
  });

  it('keeps places to a centimetre', () => {
    expect(longitudeOf(worldX(11.966_812_3))).toBeCloseTo(11.966_812_3, 7);
  });
});
