import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BYTES_PER_VEHICLE } from './fleet-columns.ts';
import { fixtureBatch, fixtureDriver } from './fixtures.ts';
import { createFleetStore } from './fleet-store.ts';
import { createServerClock } from './server-clock.ts';

const START = Date.parse('2026-11-21T10:00:00Z');

beforeEach(() => vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

function openFleet() {
  const clock = createServerClock(Date.now(), Date.now);
  const marks = { stored: vi.fn(), drawn: vi.fn() };
  return { fleet: createFleetStore({ clock, capacity: 2, marks }), marks };
}

describe('the fleet store', () => {
  it('stores the newest fix of each known vehicle', () => {
    const { fleet, marks } = openFleet();
    fleet.applyDriver(fixtureDriver({ id: 7 }));
    fleet.apply(fixtureBatch(START, [{ id: 7, latitude: 57.71, longitude: 11.98, heading: 45, status: 2 }]));
    expect(fleet.position(7)).toMatchObject({
      latitude: expect.closeTo(57.71, 6),
      longitude: expect.closeTo(11.98, 6),
      speedMps: 10,
      accuracyM: 5,
      recordedAtMs: START,
      status: 'busy',
      connectivity: 'live',
    });
    expect(fleet.position(7)?.headingDegrees).toBeCloseTo(45, -0.5);
    expect(marks.stored).toHaveBeenCalledOnce();
  });

  it('has readers that work when they are handed on by themselves, as lists and maps do', () => {
    const { fleet } = openFleet();
    fleet.applyDriver(fixtureDriver({ id: 7 }));
    fleet.apply(fixtureBatch(START, [{ id: 7 }]));
    const { position } = fleet;
    expect(position(7)?.connectivity).toBe('live');
  });

  it('takes 64 bytes a vehicle', () => {
    const { fleet } = openFleet();
    const { columns } = fleet;
    const bytes = Object.values(columns).reduce<number>(
      (sum, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0),
      0,
    );
    expect(bytes / columns.capacity).toBe(BYTES_PER_VEHICLE);
    expect(BYTES_PER_VEHICLE).toBeLessThanOrEqual(64);
  });

  it('drops and counts fixes that are older, repeated, from the future, out of range or of nobody', () => {
    const { fleet } = openFleet();
    fleet.applyDriver(fixtureDriver({ id: 1 }));
    fleet.apply(fixtureBatch(START, [{ id: 1 }]));
    fleet.apply(
      fixtureBatch(START, [
        { id: 1 },
        { id: 1, ageMs: 500 },
        { id: 1, ageMs: -5 },
        { id: 99 },
        { id: 1, status: 9 },
      ]),
    );
    fleet.apply(fixtureBatch(START + 3_600_000, [{ id: 1 }]));
    vi.advanceTimersByTime(1_000);
    fleet.apply(fixtureBatch(START + 1_000, [{ id: 1, latitude: 91 }]));
    fleet.applyLocation({
      ticket_id: null,
      driver: { id: 1, name: 'x', latitude: Number.NaN, longitude: 1 },
      heading: null,
      speed: null,
      accuracy: null,
      recorded_at: new Date(START + 1_000).toISOString(),
      seq: 1,
    });
    expect(fleet.counters).toEqual({
      stored: 1,
      repeated: 1,
      older: 1,
      future: 1,
      invalid: 4,
      unknownDriver: 1,
    });
    expect(fleet.position(1)?.recordedAtMs).toBe(START);
  });

  it('takes a change of status although the fix is a repeated one', () => {
    const { fleet } = openFleet();
    fleet.applyDriver(fixtureDriver({ id: 1 }));
    fleet.apply(fixtureBatch(START, [{ id: 1, status: 0 }]));
    fleet.apply(fixtureBatch(START, [{ id: 1, status: 3 }]));
    expect(fleet.position(1)?.status).toBe('off_duty');
  });

  it('keeps each row with its vehicle when others come and go', () => {
    const { fleet } = openFleet();
    for (let id = 1; id <= 9; id += 1) {
      fleet.applyDriver(fixtureDriver({ id }));
      fleet.apply(fixtureBatch(START, [{ id, longitude: 11 + id / 100 }]));
    }
    fleet.remove(2);
    fleet.remove(9);
    fleet.remove(1);
    expect(fleet.columns.size).toBe(6);
    for (const id of [3, 4, 5, 6, 7, 8]) expect(fleet.position(id)?.longitude).toBeCloseTo(11 + id / 100, 6);
    expect(fleet.position(2)).toBeNull();
  });

  it('is stale after a minute and lost after ten, by the age of the fix alone', () => {
    const { fleet } = openFleet();
    fleet.applyDriver(fixtureDriver({ id: 1, recordedAtMs: START }));
    const row = fleet.rowOf(1) ?? -1;
    expect(fleet.connectivityOf(row, START + 59_999)).toBe('live');
    expect(fleet.connectivityOf(row, START + 60_000)).toBe('stale');
    expect(fleet.connectivityOf(row, START + 600_000)).toBe('lost');
  });

  it('grants a slow reporter three of its intervals before it is stale', () => {
    const { fleet } = openFleet();
    fleet.applyDriver(fixtureDriver({ id: 1 }));
    fleet.apply(fixtureBatch(START, [{ id: 1, ageMs: 90_000 }]));
    fleet.apply(
      fixtureBatch(START, [
        { id: 1, ageMs: 50_000 },
        { id: 1, ageMs: 0 },
      ]),
    );
    const row = fleet.rowOf(1) ?? -1;
    expect(fleet.connectivityOf(row, START + 149_000)).toBe('live');
    expect(fleet.connectivityOf(row, START + 150_000)).toBe('stale');
  });

  it('tells lists at most four times a second and the map at once', () => {
    const { fleet } = openFleet();
    const list = vi.fn();
    const map = vi.fn();
    fleet.applyDriver(fixtureDriver({ id: 1 }));
    fleet.subscribe(list);
    fleet.onChange(map);
    for (let i = 0; i < 50; i += 1) {
      fleet.apply(fixtureBatch(Date.now(), [{ id: 1 }]));
      vi.advanceTimersByTime(20);
    }
    expect(map).toHaveBeenCalledTimes(50);
    expect(list.mock.calls.length).toBeGreaterThanOrEqual(3);
    expect(list.mock.calls.length).toBeLessThanOrEqual(5);
    fleet.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
