import { describe, expect, it } from 'vitest';
import { createFleetStore } from '#lib/store/fleet-store.ts';
import { fixtureBatch, fixtureDriver } from '#lib/store/fixtures.ts';
import { createServerClock } from '#lib/store/server-clock.ts';
import { worldX, worldY } from '#lib/store/world.ts';
import { vehicleHits } from './vehicle-hits.ts';

const START = Date.parse('2026-11-28T08:00:00Z');

function openFleet() {
  let nowMs = START;
  const clock = createServerClock(START, () => nowMs);
  const fleet = createFleetStore({ clock });
  const report = (id: number, latitude: number, longitude: number) => {
    fleet.applyDriver(fixtureDriver({ id }));
    fleet.apply(fixtureBatch(nowMs, [{ id, latitude, longitude }]));
  };
  const hit = (latitude: number, longitude: number, radius: number, selectedRow = -1) =>
    vehicleHits(fleet, worldX(longitude), worldY(latitude), radius, {
      selectedRow,
      nowMs,
      timeOf: () => nowMs,
    }).map(({ row }) => fleet.columns.id[row]);
  return { fleet, report, hit, advance: (ms: number) => (nowMs += ms) };
}

describe('hits', () => {
  it('finds who is shown within the radius, nearest first, and nobody beyond it', () => {
    const { report, hit } = openFleet();
    report(1, 57.7, 11.9);
    report(2, 57.7, 11.9001);
    report(3, 57.8, 11.9);
    expect(hit(57.7, 11.9, 5_000)).toEqual([1, 2]);
    expect(hit(57.7, 11.900_08, 5_000)).toEqual([2, 1]);
    expect(hit(57.75, 11.9, 5_000)).toEqual([]);
  });

  it('finds a vehicle where it is drawn, which is behind its newest fix', () => {
    const { report, hit, advance } = openFleet();
    report(1, 57.7, 11.9);
    advance(10_000);
    report(1, 57.701, 11.9);
    // Playout has the vehicle still near its first fix.
    expect(hit(57.7, 11.9, 3_000)).toEqual([1]);
    expect(hit(57.701, 11.9, 3_000)).toEqual([]);
    advance(60_000);
    expect(hit(57.701, 11.9, 3_000)).toEqual([1]);
  });

  it('passes over who is filtered out, folded into a cluster or lost, but not over the selected one', () => {
    const { fleet, report, hit, advance } = openFleet();
    report(1, 57.7, 11.9);
    report(2, 57.7, 11.9);
    report(3, 57.7, 11.9);
    fleet.filter(new Set([2, 3]));
    fleet.setClustered(fleet.rowOf(2) ?? -1, true);
    expect(hit(57.7, 11.9, 100)).toEqual([3]);
    expect(hit(57.7, 11.9, 100, fleet.rowOf(1))).toEqual([1, 3]);
    advance(600_000);
    expect(hit(57.7, 11.9, 100)).toEqual([]);
    expect(hit(57.7, 11.9, 100, fleet.rowOf(3))).toEqual([3]);
  });
});
