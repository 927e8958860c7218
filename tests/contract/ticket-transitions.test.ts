import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canTransition,
  nextStatuses,
  settableStatuses,
  TICKET_STATUSES,
  type TicketStatus,
} from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must } from './desk.ts';

/** The table of the contract, written out once more: the code may not drift together with its test. */
const TABLE: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  created: ['offered', 'assigned', 'canceled', 'expired'],
  offered: ['created', 'assigned', 'canceled', 'expired'],
  assigned: ['created', 'assigned', 'en_route', 'canceled'],
  en_route: ['created', 'assigned', 'on_site', 'canceled', 'unsuccessful'],
  on_site: ['in_service', 'gone_on_arrival', 'unsuccessful', 'canceled'],
  in_service: ['completed', 'unsuccessful'],
  completed: [],
  unsuccessful: [],
  gone_on_arrival: [],
  canceled: [],
  expired: [],
};
const PAIRS = TICKET_STATUSES.flatMap((from) => TICKET_STATUSES.map((to) => [from, to] as const));
const DRIVER_STEPS = new Set([
  'assigned>en_route',
  'en_route>on_site',
  'en_route>unsuccessful',
  'on_site>in_service',
  'on_site>gone_on_arrival',
  'on_site>unsuccessful',
  'in_service>completed',
  'in_service>unsuccessful',
]);

describe.each(testDatabases())('ticket transitions on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  it('has the table of the contract', () => {
    for (const [from, to] of PAIRS) expect(canTransition(from, to)).toBe(TABLE[from].includes(to));
  });

  it.each(PAIRS.filter(([from, to]) => TABLE[from].includes(to)))(
    'dispatch can take a ticket from %s to %s',
    async (from, to) => {
      const { ticket } = await desk.ticketIn(from);
      const other = await desk.driver();
      if (to === 'expired') await desk.expireTicket();
      else if (to === 'offered') must(await desk.offer(ticket.id, { driver_ids: [other.driverId] }), 200);
      else if (to === 'assigned') {
        must(await desk.assign(ticket.id, other.driverId, {}, { 'If-Match': `"${ticket.version}"` }), 200);
      } else must(await desk.status(ticket.id, to), 200);
      const after = await desk.read(ticket.id);
      expect(after.status).toBe(to);
      expect(after.version).toBeGreaterThan(ticket.version);
    },
  );

  it.each(TICKET_STATUSES)(
    'dispatch is refused every step from %s that is not in the table',
    async (from) => {
      const { ticket } = await desk.ticketIn(from);
      const other = await desk.driver();
      for (const to of TICKET_STATUSES) {
        if (TABLE[from].includes(to) || (to === 'offered' && from === 'offered')) continue;
        const answer =
          to === 'offered'
            ? await desk.offer(ticket.id, { driver_ids: [other.driverId] })
            : to === 'assigned'
              ? await desk.assign(ticket.id, other.driverId, { force: true })
              : await desk.status(ticket.id, to);
        expect(answer, `${from} to ${to}`).toMatchObject({
          status: 409,
          body: {
            code: 'illegal_transition',
            allowed: nextStatuses(from),
            current: { id: ticket.id, status: from },
          },
        });
      }
      expect(await desk.read(ticket.id)).toMatchObject({ status: from, version: ticket.version });
    },
  );

  it.each(['offered', 'assigned', 'expired'] as const)(
    'the status command cannot set %s, which has a command or a clock of its own',
    async (to) => {
      const { ticket } = await desk.ticketIn('created');
      const answer = await desk.status(ticket.id, to);
      expect(answer).toMatchObject({ status: 409, body: { code: 'illegal_transition' } });
    },
  );

  const held = ['assigned', 'en_route', 'on_site', 'in_service', 'completed'] as const;
  it.each(held.flatMap((from) => TICKET_STATUSES.map((to) => [from, to] as const)))(
    'the driver moves a ticket forward only: %s to %s',
    async (from, to) => {
      const { ticket, driver } = await desk.ticketIn(from);
      const answer = await desk.status(ticket.id, to, driver.token);
      if (DRIVER_STEPS.has(`${from}>${to}`)) {
        expect(must(answer, 200)).toMatchObject({ status: to });
        return;
      }
      expect(answer).toMatchObject({
        status: 409,
        body: {
          code: 'illegal_transition',
          allowed: settableStatuses(from, 'driver'),
          current: { id: ticket.id, status: from },
        },
      });
    },
  );

  it.each(TICKET_STATUSES)('a customer may cancel until on_site: %s', async (from) => {
    const { ticket } = await desk.ticketIn(from);
    const answer = await desk.post(
      `/api/tickets/${ticket.id}/cancel`,
      { reason: 'solved' },
      desk.customer.token,
    );
    const may = ['created', 'offered', 'assigned', 'en_route'].includes(from);
    if (may) expect(must(answer, 200)).toMatchObject({ status: 'canceled', end_reason: 'solved' });
    else expect(answer).toMatchObject({ status: 409, body: { code: 'illegal_transition', allowed: [] } });
  });

  it('stamps each step and frees the driver at the end', async () => {
    const { ticket, driver } = await desk.ticketIn('in_service');
    expect(await desk.driverNow(driver)).toMatchObject({ status: 'busy', current_ticket_id: ticket.id });
    desk.clock.advance(60_000);
    const done = must(await desk.status(ticket.id, 'completed', driver.token), 200);
    expect(done.ended_at).toBe(new Date(desk.clock.nowMs()).toISOString());
    for (const at of [done.assigned_at, done.en_route_at, done.on_site_at, done.in_service_at]) {
      expect(at).not.toBeNull();
    }
    expect(await desk.driverNow(driver)).toMatchObject({ status: 'available', current_ticket_id: null });
  });

  it('forgets the attempt when a ticket is taken back', async () => {
    const { ticket, driver } = await desk.ticketIn('en_route');
    const back = must<Ticket>(await desk.post(`/api/tickets/${ticket.id}/unassign`), 200);
    expect(back).toMatchObject({
      status: 'created',
      driver: null,
      assigned_at: null,
      en_route_at: null,
      offered_at: null,
    });
    expect(await desk.driverNow(driver)).toMatchObject({ status: 'available' });
    expect((await desk.api(`/api/tickets/${ticket.id}`, { token: driver.token })).status).toBe(404);
  });

  it('pushes a status by admin/update, also named orderId and delivered', async () => {
    const { ticket } = await desk.ticketIn('in_service');
    const call = { orderId: String(ticket.id), status: 'delivered', note: 'told by phone' };
    expect(must<Ticket>(await desk.post('/api/admin/update', call), 200).status).toBe('completed');
    const again = await desk.post('/api/admin/update', { ticket_id: ticket.id, status: 'en_route' });
    expect(again).toMatchObject({ status: 409, body: { code: 'illegal_transition', allowed: [] } });
  });
});
