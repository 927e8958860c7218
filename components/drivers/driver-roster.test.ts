import { describe, expect, it } from 'vitest';
import { NOW_MS, sampleDriver } from '#tests/fixtures/samples.ts';
import { connectivity, CONTRACT_LIMITS } from '#lib/domain/connectivity.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { HearDriver } from './driver-place.ts';
import { driverRoster } from './driver-roster.ts';
import { isNarrow, WHOLE_FLEET, type FleetFilter } from './fleet-filter.ts';
import { createNameOrder } from './name-order.ts';

const byId = (drivers: readonly Driver[]) => new Map(drivers.map((driver) => [driver.id, driver]));

const hearIn =
  (drivers: readonly Driver[]): HearDriver =>
  (driverId, nowMs) => {
    const position = drivers.find(({ id }) => id === driverId)?.position;
    if (!position) return null;
    const recordedAtMs = Date.parse(position.recorded_at);
    return { recordedAtMs, connectivity: connectivity(nowMs - recordedAtMs, CONTRACT_LIMITS) };
  };

const roster = (drivers: readonly Driver[], filter: Partial<FleetFilter> = {}) =>
  driverRoster({
    drivers: createNameOrder()(byId(drivers)),
    hear: hearIn(drivers),
    filter: { ...WHOLE_FLEET, ...filter },
    nowMs: NOW_MS,
  });
const ids = (drivers: readonly Driver[], filter: Partial<FleetFilter> = {}) =>
  roster(drivers, filter).rows.map((row) => row.driver.id);

describe('the roster', () => {
  const shift = [
    sampleDriver({ id: 1, name: 'Zoe' }),
    sampleDriver({ id: 2, name: 'Amir', status: 'busy', current_ticket_id: 9, fixAgeMs: 120_000 }),
    sampleDriver({ id: 3, name: 'Bo', status: 'busy', current_ticket_id: 8 }),
    sampleDriver({ id: 4, name: 'Cy', duty: 'off', status: 'off_duty', position: null }),
    sampleDriver({ id: 5, name: 'émile' }),
  ];

  it('puts silent drivers with a job on top, orders equals by name and counts each choice', () => {
    expect(ids(shift)).toEqual([2, 3, 5, 1, 4]);
    expect(roster(shift).counts).toEqual({ all: 5, available: 2, busy: 2, no_signal: 1, off_duty: 1 });
  });

  it('counts what the other choices leave', () => {
    const { rows, counts } = roster(shift, { text: 'bo', roster: 'available' });
    expect(rows).toEqual([]);
    expect(counts).toEqual({ all: 1, available: 0, busy: 1, no_signal: 0, off_duty: 0 });
  });

  it('finds a driver by name and plate', () => {
    const omar = sampleDriver();
    expect(ids([omar], { text: 'omar abc' })).toHaveLength(1);
    expect(ids([omar], { text: 'xyz' })).toHaveLength(0);
  });

  it('shows drivers who can do everything that is asked', () => {
    const drivers = [
      sampleDriver({ id: 1, skills: ['tow'] }),
      sampleDriver({ id: 2, skills: ['battery', 'tow'] }),
      sampleDriver({ id: 3, skills: ['fuel'] }),
    ];
    expect(ids(drivers, { skills: ['tow'] })).toEqual([1, 2]);
    expect(ids(drivers, { skills: ['tow', 'battery'] })).toEqual([2]);
  });

  it('obeys duty and a choice of single drivers together', () => {
    expect(ids(shift, { duty: 'off' })).toEqual([4]);
    expect(ids(shift, { duty: 'on', driverIds: new Set([1, 4]) })).toEqual([1]);
  });
});

it('a filter is narrow as soon as it may hide somebody', () => {
  expect(isNarrow(WHOLE_FLEET)).toBe(false);
  expect(isNarrow({ ...WHOLE_FLEET, text: '  ' })).toBe(false);
  for (const change of [
    { text: 'a' },
    { roster: 'busy' },
    { duty: 'on' },
    { skills: ['tow'] },
    { driverIds: new Set<number>() },
  ] as const)
    expect(isNarrow({ ...WHOLE_FLEET, ...change })).toBe(true);
});

describe('the order of names', () => {
  it('takes in who is new, renamed or gone, and keeps the newest version of each', () => {
    const order = createNameOrder();
    const first = byId([
      sampleDriver({ id: 1, name: 'Car 10' }),
      sampleDriver({ id: 2, name: 'Car 9' }),
      sampleDriver({ id: 3, name: 'car 11' }),
    ]);
    expect(order(first).map(({ id }) => id)).toEqual([2, 1, 3]);
    const renamed = sampleDriver({ id: 2, name: 'Car 12', version: 9 });
    const second = byId([
      sampleDriver({ id: 4, name: 'Car 9' }),
      renamed,
      sampleDriver({ id: 1, name: 'Car 10' }),
      sampleDriver({ id: 5, name: 'Zed' }),
    ]);
    expect(order(second).map(({ id }) => id)).toEqual([4, 1, 2, 5]);
    const newer = new Map(second).set(2, { ...renamed, status: 'busy' });
    expect(order(newer)[2]?.status).toBe('busy');
    expect(order(new Map())).toEqual([]);
  });

  it('stays as it is while nobody is renamed', () => {
    const drivers = byId(
      Array.from({ length: 500 }, (_, i) => sampleDriver({ id: i + 1, name: `Driver ${(i * 7919) % 500}` })),
    );
    const order = createNameOrder();
    const before = order(drivers).map(({ id }) => id);
    expect(order(new Map(drivers)).map(({ id }) => id)).toEqual(before);
  });
});
