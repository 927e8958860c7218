import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SYNC_MAX_ROWS, SyncPage } from '#lib/protocol/sync.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { drivers, users } from '#backend/db/schema.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';

const PLACE = { latitude: 57.7072, longitude: 11.9668 };

describe.each(testDatabases())('GET /sync on %s', (database) => {
  let t: TestBackend;
  let staff: TestPerson;
  let customer: TestPerson;
  beforeAll(async () => {
    t = await openTestBackend({ database });
    staff = await t.makePerson({ role: 'dispatcher' });
    customer = await t.makePerson({ role: 'customer' });
  });
  afterAll(() => t.close());

  const sync = async (person: TestPerson, cursor?: string) => {
    await t.backend.publisher.drained();
    const query = cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`;
    const answer = await t.api(`/api/sync${query}`, { token: person.token });
    expect(answer.status).toBe(200);
    return SyncPage.parse(answer.body);
  };
  const post = async (path: string, body: unknown, by: TestPerson = staff) => {
    const answer = await t.api<{ data: Ticket }>(path, { method: 'POST', token: by.token, body });
    expect(answer.status, path).toBeLessThan(300);
    return answer.body.data;
  };
  const makeTicket = () =>
    post('/api/tickets', { service_type: 'tow', location: PLACE, customer_id: customer.userId });
  const assign = (ticket: Ticket, driver: TestDriver) =>
    post(`/api/tickets/${ticket.id}/assign`, { driver_id: driver.driverId, force: true });
  const ids = (rows: readonly { readonly id: number }[]) =>
    rows.map(({ id }) => id).toSorted((a, b) => a - b);

  test('without a cursor it is a snapshot, with one only what changed since', async () => {
    const ticket = await makeTicket();
    const snapshot = await sync(staff);
    expect(snapshot.reset).toBe(true);
    expect(ids(snapshot.tickets)).toContain(ticket.id);
    const nothing = await sync(staff, snapshot.cursor);
    expect({ ...nothing, cursor: '', epoch: '' }).toEqual({
      ...{ epoch: '', cursor: '', reset: false, has_more: false },
      ...{ tickets: [], offers: [], drivers: [], messages: [], alerts: [], removed: [] },
    });
    await post(`/api/tickets/${ticket.id}/cancel`, { reason: 'a test' });
    const changed = await sync(staff, snapshot.cursor);
    expect(changed.tickets).toMatchObject([{ id: ticket.id, status: 'canceled' }]);
  });

  test.each(['garbage', '', '../../etc', Buffer.from('other-epoch.5').toString('base64url')])(
    'a cursor that is not of this database (%j) is a reset',
    async (cursor) => {
      expect((await sync(staff, cursor)).reset).toBe(true);
    },
  );

  test('a cursor ahead of the database (restored from an older copy) is a reset', async () => {
    const { epoch } = await sync(staff);
    const ahead = Buffer.from(`${epoch}.999999999`).toString('base64url');
    expect((await sync(staff, ahead)).reset).toBe(true);
  });

  test('a driver sees own ticket, driver and offers, and loses what goes to another', async () => {
    const [first, second] = [
      await t.makeDriver({ position: PLACE }),
      await t.makeDriver({ position: PLACE }),
    ];
    const before = await sync(first);
    expect([ids(before.drivers), before.tickets]).toEqual([[first.driverId], []]);
    const ticket = await makeTicket();
    await post(`/api/tickets/${ticket.id}/offer`, { driver_ids: [first.driverId] });
    const offered = await sync(first, before.cursor);
    expect(offered.offers).toMatchObject([{ status: 'pending', ticket: { id: ticket.id } }]);
    expect((await sync(second)).offers).toEqual([]);
    await assign(ticket, first);
    const assigned = await sync(first, offered.cursor);
    expect(ids(assigned.tickets)).toEqual([ticket.id]);
    expect(assigned.tickets[0]?.customer.phone).not.toBeNull();
    await assign(ticket, second);
    const lost = await sync(first, assigned.cursor);
    expect([lost.tickets, lost.removed]).toEqual([[], [{ type: 'ticket', id: ticket.id }]]);
  });

  test('a customer sees own tickets without phones, no drivers and no offers', async () => {
    const driver = await t.makeDriver({ position: PLACE });
    const start = await sync(customer);
    const ticket = await makeTicket();
    await assign(ticket, driver);
    const page = await sync(customer, start.cursor);
    expect(ids(page.tickets)).toEqual([ticket.id]);
    expect(page.tickets[0]?.driver?.phone).toBeNull();
    expect([page.drivers, page.offers, page.removed]).toEqual([[], [], []]);
    const stranger = await t.makePerson({ role: 'customer' });
    expect((await sync(stranger)).tickets).toEqual([]);
  });

  test('a disabled driver is removed from the desk', async () => {
    const admin = await t.makePerson({ role: 'admin' });
    const driver = await t.makeDriver();
    const { cursor } = await sync(staff);
    const path = `/api/admin/users/${driver.userId}`;
    const body = { disabled: true };
    expect((await t.api(path, { method: 'PATCH', token: admin.token, body })).status).toBe(200);
    expect((await sync(staff, cursor)).removed).toEqual([{ type: 'driver', id: driver.driverId }]);
  });

  test('a snapshot larger than a page comes in pages, each row once, and then the changes since', async () => {
    const now = new Date();
    const people = Array.from({ length: SYNC_MAX_ROWS + 20 }, (_, i) => ({
      ...{ name: `Many ${i}`, role: 'driver' as const, createdAt: now, updatedAt: now },
    }));
    const rows = await t.backend.db.insert(users).values(people).returning({ id: users.id });
    const vehicle = { make: '', model: '', colour: '', plate: '' };
    await t.backend.db.insert(drivers).values(
      rows.map(({ id: userId }) => ({
        userId,
        name: 'Many',
        vehicle,
        skills: [],
        createdAt: now,
        updatedAt: now,
      })),
    );
    const seen: number[] = [];
    let page = await sync(staff);
    expect(page).toMatchObject({ reset: true, has_more: true });
    const late = await makeTicket();
    for (;;) {
      seen.push(...ids(page.drivers));
      expect(page.drivers.length + page.tickets.length + page.offers.length).toBeLessThanOrEqual(
        SYNC_MAX_ROWS,
      );
      if (!page.has_more) break;
      page = await sync(staff, page.cursor);
      expect(page.reset).toBe(false);
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(SYNC_MAX_ROWS);
    expect(ids((await sync(staff, page.cursor)).tickets)).toEqual([late.id]);
  });
});
