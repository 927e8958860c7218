import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DriverLocations } from '#lib/protocol/events.ts';
import { sampleDriver, sampleTicket } from '#tests/fixtures/samples.ts';
import type { Broadcaster } from './broadcaster.ts';
import { createFleetFeed, type FleetFeed, type StoredFix } from './fleet-feed.ts';
import { PositionShares } from './position-shares.ts';

/** Named by the rules of docs/PROTOCOL.md. */

const START = Date.parse('2026-11-21T12:00:00.000Z');
const clock = { nowMs: () => Date.now() };
let sent: { atMs: number; channels: readonly string[]; event: string; data: unknown }[];
let listeners: (channel: string) => boolean | undefined;
let feed: FleetFeed;
let shares: PositionShares;
let isDown: boolean;

beforeEach(() => {
  vi.useFakeTimers({ now: START });
  sent = [];
  isDown = false;
  listeners = () => true;
  const broadcaster: Broadcaster = {
    driver: 'embedded',
    callSize: Number.POSITIVE_INFINITY,
    health: { state: 'up', sinceMs: START, error: null },
    publish: (events) => {
      if (isDown) return Promise.reject(new Error('broker away'));
      for (const { channels, event, data } of events)
        sent.push({ atMs: Date.now() - START, channels, event, data });
      return Promise.resolve();
    },
    occupiedChannels: () => Promise.resolve([]),
    hasSubscribers: (channel) => listeners(channel),
    close: () => Promise.resolve(),
  };
  shares = new PositionShares();
  feed = createFleetFeed({
    broadcaster,
    shares,
    clock,
    log: pino({ level: 'silent' }),
    maxWaitingRows: 1_000,
  });
});
afterEach(async () => {
  await feed.close();
  vi.useRealTimers();
});

const fix = (over: Partial<StoredFix> = {}): StoredFix => ({
  ...{ driverId: 7, ticketId: null, latitude: 57.7072, longitude: 11.9668 },
  ...{ heading: null, speed: null, accuracy: null, recordedAtMs: Date.now(), seq: 1 },
  ...over,
});
const columns = () =>
  sent.filter((one) => one.event === 'driver.locations').map((one) => one.data as DriverLocations);
const settle = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const ticket = sampleTicket({
  status: 'en_route',
  driver: { id: 7, name: 'Omar Haddad', vehicle: sampleDriver().vehicle, phone: null },
});

describe('12 positions', () => {
  it('12.3 go to the fleet at most every 100 ms, with every fix in fix order', async () => {
    for (let n = 0; n < 50; n += 1) {
      feed.fixesStored([fix({ recordedAtMs: Date.now(), seq: n, latitude: 57 + n / 1_000 })]);
      await settle(10);
    }
    await settle(200);
    const times = sent.map((one) => one.atMs);
    for (let n = 1; n < times.length; n += 1)
      expect(Number(times[n]) - Number(times[n - 1])).toBeGreaterThanOrEqual(100);
    const latitudes = columns().flatMap((event) => event.lat);
    expect(latitudes).toHaveLength(50);
    expect(latitudes).toEqual(latitudes.toSorted((a, b) => a - b));
  });

  it('12.4 carry status and age, and go back in time for nobody', async () => {
    feed.driverChanged(sampleDriver({ status: 'busy', position: null }));
    feed.fixesStored([fix({ heading: 359.7, speed: 10.04, accuracy: 4.6, recordedAtMs: START - 500 })]);
    feed.fixesStored([fix({ recordedAtMs: START - 60_000, latitude: 1 })]);
    await settle(100);
    expect(columns()).toEqual([
      {
        ...{ v: 1, at: expect.any(Number), id: [7], lat: [57_707_200], lng: [11_966_800] },
        ...{ heading: [0], speed: [100], accuracy: [5], age: [expect.any(Number)], status: [2] },
      },
    ]);
    expect(columns()[0]?.age[0]).toBeGreaterThanOrEqual(500);
  });

  it('12.6 tell of a changed status at the place where the driver was last', async () => {
    feed.fixesStored([fix()]);
    await settle(100);
    feed.driverChanged(sampleDriver({ status: 'offered' }));
    feed.driverChanged(sampleDriver({ status: 'offered' }));
    await settle(200);
    expect(columns().map((event) => event.status)).toEqual([[0], [1]]);
  });

  it('12.7 tell a ticket’s people the newest fix only, as decimal strings, to whoever listens', async () => {
    listeners = (channel) => channel !== 'private-matter.1';
    shares.ticketChanged(ticket);
    feed.fixesStored([fix({ seq: 1, latitude: 57.1 }), fix({ seq: 2, latitude: 57.2 })]);
    await settle(100);
    const told = sent.filter((one) => one.event === 'driver.location.updated');
    expect(told).toEqual([
      {
        atMs: expect.any(Number),
        event: 'driver.location.updated',
        channels: ['private-ticket.1', 'private-customer.50.driver-location'],
        data: {
          ticket_id: 1,
          driver: { id: 7, name: 'Omar', latitude: '57.2000000', longitude: '11.9668000' },
          ...{
            heading: null,
            speed: null,
            accuracy: null,
            recorded_at: new Date(START).toISOString(),
            seq: 2,
          },
        },
      },
    ]);
  });

  it('12.10 wait in order while the broker is away, the oldest given up past the bound and counted', async () => {
    shares.ticketChanged(ticket);
    isDown = true;
    for (let n = 0; n < 1_500; n += 1)
      feed.fixesStored([fix({ recordedAtMs: START + n, seq: n, latitude: n / 1_000 })]);
    await settle(20_000);
    expect(sent).toEqual([]);
    const { waitingRows, droppedRows } = feed.health;
    expect(waitingRows).toBeLessThanOrEqual(1_000);
    expect(waitingRows).toBeGreaterThanOrEqual(900);
    expect(waitingRows + droppedRows).toBe(1_500);
    isDown = false;
    await settle(6_000);
    const latitudes = columns().flatMap((event) => event.lat);
    expect(latitudes).toEqual(Array.from({ length: waitingRows }, (_, n) => (n + droppedRows) * 1_000));
    const told = sent.filter((one) => one.event === 'driver.location.updated');
    expect(told.map((one) => (one.data as { seq: number }).seq)).toEqual([1_499]);
    expect(feed.health.waitingRows).toBe(0);
  });

  it.each(['assigned', 'completed', 'canceled'] as const)(
    '12.8 tell nobody once the ticket is %s',
    async (status) => {
      shares.ticketChanged(ticket);
      shares.ticketChanged({ ...ticket, status });
      feed.fixesStored([fix()]);
      await settle(100);
      expect(sent.map((one) => one.event)).toEqual(['driver.locations']);
    },
  );
});
