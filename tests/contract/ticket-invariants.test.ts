import { and, asc, eq, inArray } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { loadOffers } from '#backend/db/offer-resource.ts';
import { drivers, events, offers } from '#backend/db/schema.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import { isActive, TICKET_STATUSES } from '#lib/domain/ticket-status.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TestDriver } from '#tests/support/people.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk } from './desk.ts';

const DRIVERS = 3;
const TICKETS = 2;

const driver = fc.nat(DRIVERS - 1);
const ticket = fc.nat(TICKETS - 1);
const force = fc.boolean();
/** What dispatch, drivers and the clock may do, in any order; most of it is refused, and that is fine. */
const step = fc.oneof(
  fc.record({
    do: fc.constant('offer' as const),
    ticket,
    to: fc.uniqueArray(driver, { minLength: 1 }),
    force,
  }),
  fc.record({ do: fc.constant('nearest' as const), ticket }),
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('answer' as const),
      driver,
      offer: fc.nat(3),
      accepts: fc.boolean(),
    }),
  },
  fc.record({ do: fc.constant('assign' as const), ticket, driver, force }),
  fc.record({ do: fc.constant('unassign' as const), ticket }),
  fc.record({ do: fc.constant('cancel' as const), ticket, byCustomer: fc.boolean() }),
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('status' as const),
      ticket,
      status: fc.constantFrom(...TICKET_STATUSES),
      by: fc.option(driver),
    }),
  },
  fc.record({
    do: fc.constant('duty' as const),
    driver,
    duty: fc.constantFrom('on' as const, 'off' as const),
  }),
  fc.record({
    do: fc.constant('wait' as const),
    seconds: fc.integer({ min: 1, max: 40 }),
    writesDown: fc.boolean(),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe.each(testDatabases())('whatever people do on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  it('drivers, offers, tickets and the event log agree, and versions only rise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: 'max' }), async (steps) => {
        const people = await Promise.all(Array.from({ length: DRIVERS }, () => desk.driver()));
        const work = await Promise.all(Array.from({ length: TICKETS }, () => desk.ticket()));
        const world: World = { people, ticketIds: work.map(({ id }) => id) };
        let before = await observe(world);
        for (const next of steps) {
          const status = await take(world, next);
          expect(status, JSON.stringify(next)).toBeLessThan(500);
          const after = await observe(world);
          checkAgreement(after);
          checkVersions(before, after);
          before = after;
        }
        await checkReplay(world, before);
        // So that the next run's nearest drivers are its own.
        await desk.backend.backend.db
          .update(drivers)
          .set({ duty: 'off', status: 'off_duty' })
          .where(
            inArray(
              drivers.id,
              people.map((person) => person.driverId),
            ),
          );
      }),
      { numRuns: 15, seed: 20_261_121, endOnFailure: false },
    );
  }, 120_000);

  interface World {
    readonly people: readonly TestDriver[];
    readonly ticketIds: readonly number[];
  }

  async function take({ people, ticketIds }: World, next: Step): Promise<number> {
    const id = 'ticket' in next ? (ticketIds[next.ticket] ?? 0) : 0;
    const who = (index: number) => people[index] ?? people[0] ?? fail();
    switch (next.do) {
      case 'offer': {
        const driverIds = next.to.map((index) => who(index).driverId);
        return (await desk.offer(id, { driver_ids: driverIds, force: next.force, expires_in: 30 })).status;
      }
      case 'nearest':
        return (await desk.offer(id, { strategy: 'nearest', expires_in: 30 })).status;
      case 'answer': {
        const person = who(next.driver);
        const { body } = await desk.api<{ data: { id: number }[] }>('/api/offers', { token: person.token });
        const offer = body.data[next.offer];
        if (!offer) return 200;
        const answer = next.accepts
          ? await desk.accept(offer.id, person)
          : await desk.decline(offer.id, person);
        return answer.status;
      }
      case 'assign':
        return (await desk.assign(id, who(next.driver).driverId, { force: next.force })).status;
      case 'unassign':
        return (await desk.post(`/api/tickets/${id}/unassign`)).status;
      case 'cancel': {
        const token = next.byCustomer ? desk.customer.token : desk.dispatcher.token;
        return (await desk.post(`/api/tickets/${id}/cancel`, { reason: 'x' }, token)).status;
      }
      case 'status': {
        const token = next.by === null ? desk.dispatcher.token : who(next.by).token;
        return (await desk.status(id, next.status, token)).status;
      }
      case 'duty':
        return (await desk.post('/api/driver/duty', { duty: next.duty }, who(next.driver).token)).status;
      case 'wait':
        desk.clock.advance(next.seconds * 1_000);
        if (next.writesDown) await desk.expire();
        return 200;
    }
  }

  async function observe({ people, ticketIds }: World) {
    const { db } = desk.backend.backend;
    const pending = await db
      .select({ ticketId: offers.ticketId, driverId: offers.driverId })
      .from(offers)
      .where(and(inArray(offers.ticketId, [...ticketIds]), eq(offers.status, 'pending')));
    return {
      tickets: await loadTickets(db, ticketIds, desk.clock.nowMs()),
      drivers: await loadDrivers(
        db,
        people.map((person) => person.driverId),
      ),
      pending,
    };
  }
  type Observed = Awaited<ReturnType<typeof observe>>;

  function checkAgreement({ tickets: all, drivers: fleet, pending }: Observed): void {
    for (const one of all) {
      const offered = pending.some((offer) => offer.ticketId === one.id);
      expect(one.status === 'offered', `${one.id} is ${one.status}`).toBe(offered);
      if (isActive(one.status)) expect(one.driver).not.toBeNull();
      if (one.status === 'created' || one.status === 'offered') expect(one.driver).toBeNull();
    }
    for (const one of fleet) {
      const active = all.filter((held) => isActive(held.status) && held.driver?.id === one.id);
      const asked = pending.some((offer) => offer.driverId === one.id);
      const expected =
        one.duty === 'off' ? 'off_duty' : active.length > 0 ? 'busy' : asked ? 'offered' : 'available';
      expect(one.status, `driver ${one.id}`).toBe(expected);
      if (one.duty === 'off') expect([active, asked]).toEqual([[], false]);
      expect(one.current_ticket_id !== null).toBe(active.length > 0);
      if (one.current_ticket_id !== null) {
        expect(active.map((held) => held.id)).toContain(one.current_ticket_id);
      }
    }
  }

  /** What a reader can see changed only together with the version, which never falls. */
  function checkVersions(before: Observed, after: Observed): void {
    const pairs = [
      ...before.tickets.map((one, index) => [withoutEta(one), withoutEta(after.tickets[index])] as const),
      ...before.drivers.map((one, index) => [one, after.drivers[index]] as const),
    ];
    for (const [old, now] of pairs) {
      if (JSON.stringify(old) === JSON.stringify(now)) continue;
      expect(now?.version, JSON.stringify([old, now])).toBeGreaterThan(old?.version ?? 0);
    }
  }

  /** Whoever read nothing but the log, in order, knows the present state. */
  async function checkReplay({ people }: World, now: Observed): Promise<void> {
    const { db } = desk.backend.backend;
    for (const current of now.tickets) {
      const rows = await db
        .select()
        .from(events)
        .where(eq(events.ticketId, current.id))
        .orderBy(asc(events.id));
      const snapshots = rows.flatMap((row) => row.snapshot.ticket ?? []);
      expectRising(snapshots);
      expect(withoutEta(snapshots.at(-1))).toEqual(withoutEta(current));
      let folded: Record<string, unknown> = { driver_id: null };
      for (const row of rows.filter((event) => event.type.startsWith('ticket.'))) {
        for (const [field, old] of Object.entries(row.before ?? {})) expect(folded[field]).toEqual(old);
        folded = { ...folded, ...row.after };
      }
      expect(folded).toMatchObject({ status: current.status, driver_id: current.driver?.id ?? null });
      const last = new Map(
        rows.flatMap((row) => (row.snapshot.offer ? [[row.offerId, row.snapshot.offer]] : [])),
      );
      for (const offer of await loadOffers(
        db,
        [...last.keys()].filter((id) => id !== null),
      )) {
        expect(last.get(offer.id)).toMatchObject(offer);
      }
    }
    for (const { driverId } of people) {
      const rows = await db
        .select()
        .from(events)
        .where(and(eq(events.driverId, driverId), eq(events.type, 'driver.updated')))
        .orderBy(asc(events.id));
      const snapshots = rows.flatMap((row) => row.snapshot.driver ?? []);
      expectRising(snapshots);
      const current = now.drivers.find((one) => one.id === driverId);
      if (snapshots.length > 0) expect(snapshots.at(-1)).toEqual(current);
    }
  }
});

function expectRising(snapshots: readonly (Ticket | Driver)[]): void {
  const versions = snapshots.map((one) => one.version);
  expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
}

/** The estimate follows the clock, not the version. */
const withoutEta = (one: Ticket | undefined) => one && { ...one, eta: null };

const fail = (): never => {
  throw new Error('the world has no drivers');
};
