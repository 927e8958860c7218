import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tickets } from '#backend/db/schema.ts';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';
import { PositionShares } from './position-shares.ts';

/** Named by the rules of docs/PROTOCOL.md. */

let backend: TestBackend;
let ticket: Ticket;
let driverId: number;

beforeAll(async () => {
  backend = await openTestBackend();
  const dispatcher = await backend.makePerson({ role: 'dispatcher' });
  const customer = await backend.makePerson({ role: 'customer' });
  ({ driverId } = await backend.makeDriver());
  const call = async (path: string, body: unknown) =>
    (await backend.api<{ data: Ticket }>(path, { token: dispatcher.token, body })).body.data;
  const location = { latitude: 57.7, longitude: 11.97 };
  ticket = await call('/api/tickets', { service_type: 'tow', customer_id: customer.userId, location });
  ticket = await call(`/api/tickets/${ticket.id}/assign`, { driver_id: driverId });
});
afterAll(() => backend.close());

describe('12 positions', () => {
  it('12.9 begin with the event rather than a reading of the database that is ahead of it, and end with either', async () => {
    const { db, clock } = backend.backend;
    const shares = new PositionShares();
    // Straight into the table: a state whose event has not been published yet.
    const inDatabase = async (status: TicketStatus) => {
      await db.update(tickets).set({ status }).where(eq(tickets.id, ticket.id));
      await shares.refresh(db, clock);
      return shares.of(driverId).length;
    };
    expect(await inDatabase('assigned')).toBe(0);
    expect(await inDatabase('en_route')).toBe(0);
    shares.ticketChanged({ ...ticket, status: 'en_route' });
    expect(shares.of(driverId)).toHaveLength(1);
    expect(await inDatabase('completed')).toBe(0);
    // Twice found without an event: another process publishes, and this one must not stay silent.
    expect(await inDatabase('en_route')).toBe(0);
    expect(await inDatabase('en_route')).toBe(1);
  });
});
