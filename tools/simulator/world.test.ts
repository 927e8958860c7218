import { beforeAll, describe, expect, it } from 'vitest';
import { distanceM } from '#lib/domain/geo.ts';
import type { Fix } from '#lib/protocol/fix.ts';
import { CreateTicketRequest } from '#lib/protocol/ticket.ts';
import { Fix as FixSchema } from '#lib/protocol/fix.ts';
import { createRandom } from './random.ts';
import { loadRoadNetwork, type RoadNetwork } from './road-network.ts';
import type { Act, SimDriver } from './sim-driver.ts';
import { createWorld, type World } from './world.ts';

const START_MS = Date.UTC(2026, 0, 5, 8);
let network: RoadNetwork;

beforeAll(() => {
  network = loadRoadNetwork();
});

const city = (seed: string, drivers = 6, ticketsPerMinute = 30): World =>
  createWorld({
    network,
    random: createRandom(seed),
    startMs: START_MS,
    drivers,
    customers: 4,
    ticketsPerMinute,
  });

/** Steps every driver once a second and keeps what their phones read. */
function drive(world: World, seconds: number): Fix[][] {
  return world.drivers.map((driver) =>
    Array.from({ length: seconds }, (_, second) => {
      const nowMs = START_MS + second * 1_000;
      driver.step(nowMs);
      return driver.read(nowMs);
    }),
  );
}

/** Steps one driver until it acts, or the time is up. */
function untilActs(
  driver: SimDriver,
  fromMs: number,
  withinMs: number,
): { acts: readonly Act[]; atMs: number } {
  for (let nowMs = fromMs; nowMs < fromMs + withinMs; nowMs += 1_000) {
    const acts = driver.step(nowMs);
    if (acts.length > 0) return { acts, atMs: nowMs };
  }
  throw new Error('The driver did nothing.');
}

describe('the simulated city', () => {
  it('is the same for the same seed and clock, fix by fix and call by call', () => {
    const [one, two] = [city('gothenburg'), city('gothenburg')];
    expect(drive(one, 300)).toEqual(drive(two, 300));
    expect(one.demand.step(START_MS + 300_000)).toEqual(two.demand.step(START_MS + 300_000));
  });

  it('is another one for another seed', () => {
    expect(drive(city('a'), 30)).not.toEqual(drive(city('b'), 30));
  });

  it('gives each driver a life of its own: a larger fleet moves the first ones no differently', () => {
    expect(drive(city('fleet', 8), 120).slice(0, 4)).toEqual(drive(city('fleet', 4), 120));
  });

  it('reads fixes that the wire accepts, at speeds a van can drive, never jumping', () => {
    const moved = drive(city('plausible', 12), 600).map((fixes) => {
      let travelledM = 0;
      fixes.forEach((fix, index) => {
        expect(FixSchema.safeParse(fix).success).toBe(true);
        expect(fix.speed).toBeLessThan(36);
        const before = fixes[index - 1];
        if (before === undefined) return;
        const hopM = distanceM(before, fix);
        travelledM += hopM;
        // One second of driving and the receiver's wandering error.
        expect(hopM).toBeLessThan(36 + 12);
        expect(Math.abs((fix.speed ?? 0) - (before.speed ?? 0))).toBeLessThan(12);
      });
      return travelledM;
    });
    expect(moved.filter((metres) => metres > 500).length).toBeGreaterThan(8);
  });

  it('makes calls at the asked rate, at addresses, in the shape that the API takes', () => {
    const calls = city('calls', 1, 30).demand.step(START_MS + 20 * 60_000);
    expect(calls.length).toBeGreaterThan(500);
    expect(calls.length).toBeLessThan(700);
    for (const { ticket, customerIndex } of calls.slice(0, 50)) {
      expect(CreateTicketRequest.safeParse(ticket).success).toBe(true);
      expect(ticket.location.address).toMatch(/^\p{L}.* \d+, Göteborg$/u);
      expect(customerIndex).toBeLessThan(4);
    }
  });

  it('has drivers who answer an offer after a human delay', () => {
    const [driver] = city('offer', 1).drivers;
    if (driver === undefined) throw new Error('no driver');
    driver.offered(7, START_MS);
    const { acts, atMs } = untilActs(driver, START_MS, 60_000);
    expect(acts).toEqual([{ kind: expect.stringMatching(/^(accept|decline)$/), offerId: 7 }]);
    expect(atMs - START_MS).toBeGreaterThanOrEqual(2_000);
  });

  it('has drivers who take a ticket through its states, and report arrival only at the place', () => {
    const [driver] = city('job', 1).drivers;
    if (driver === undefined) throw new Error('no driver');
    const place = network.at(network.randomVertex(createRandom('destination')));
    const job = (status: 'assigned' | 'en_route' | 'on_site' | 'in_service', version: number) => ({
      ticketId: 3,
      version,
      status,
      place,
    });
    driver.jobIs(job('assigned', 1), START_MS);
    let { acts, atMs } = untilActs(driver, START_MS, 120_000);
    expect(acts).toEqual([{ kind: 'status', ticketId: 3, status: 'en_route' }]);

    driver.jobIs(job('en_route', 2), atMs);
    ({ acts, atMs } = untilActs(driver, atMs, 3_600_000));
    expect(acts).toEqual([{ kind: 'status', ticketId: 3, status: 'on_site' }]);
    expect(distanceM(driver.motion().place, place)).toBeLessThan(30);
    expect(driver.motion().speedMps).toBe(0);
    expect(driver.read(atMs).ticket_id).toBe(3);

    driver.jobIs(job('on_site', 3), atMs);
    ({ acts, atMs } = untilActs(driver, atMs, 300_000));
    expect(acts).toEqual([expect.objectContaining({ kind: 'status', ticketId: 3 })]);

    driver.jobIs(job('in_service', 4), atMs);
    ({ acts } = untilActs(driver, atMs, 600_000));
    expect(acts).toEqual([expect.objectContaining({ kind: 'status', ticketId: 3 })]);
  });

  it('never goes back to an older version of its ticket', () => {
    const [driver] = city('versions', 1).drivers;
    if (driver === undefined) throw new Error('no driver');
    const place = network.at(network.randomVertex(createRandom('elsewhere')));
    driver.jobIs({ ticketId: 3, version: 5, status: 'in_service', place }, START_MS);
    driver.jobIs({ ticketId: 3, version: 2, status: 'assigned', place }, START_MS);
    const { acts } = untilActs(driver, START_MS, 600_000);
    expect(acts).toEqual([
      expect.objectContaining({ status: expect.stringMatching(/completed|unsuccessful/) }),
    ]);
  });

  it('loses signal now and then, and finds it again', () => {
    const [driver] = city('tunnel', 1).drivers;
    if (driver === undefined) throw new Error('no driver');
    const silent = Array.from({ length: 7_200 }, (_, second) => !driver.hasSignal(START_MS + second * 1_000));
    const share = silent.filter(Boolean).length / silent.length;
    expect(share).toBeGreaterThan(0.005);
    expect(share).toBeLessThan(0.15);
  });
});
