import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { events } from '#backend/db/schema.ts';
import { routeEvent } from '#backend/realtime/event-routing.ts';
import type { Ticket, TimelineEvent } from '#lib/protocol/ticket.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must } from './desk.ts';

const CUSTOMER_PHONE = '999 88 77';
const NOTE = 'gate code';
const DRIVER_PHONE = '123 45 00';

describe.each(testDatabases())('what each role sees of a ticket on %s', (database) => {
  let desk: Desk;
  let driver: TestDriver;
  let ticket: Ticket;
  let stranger: TestPerson;

  beforeAll(async () => {
    desk = await Desk.open(database);
    stranger = await desk.backend.makePerson({ role: 'customer', name: 'Sune Stranger' });
    driver = await desk.driver({ name: 'Omar Haddad', phone: `+46 70 ${DRIVER_PHONE}` });
    ticket = await desk.ticket();
    const [offerId = 0] = await desk.offerTo(ticket.id, [driver]);
    must(await desk.accept(offerId, driver), 200);
    must(
      await desk.post(`/api/tickets/${ticket.id}/status`, {
        status: 'en_route',
        note: 'colleagues: difficult person',
      }),
      200,
    );
  });
  afterAll(() => desk.close());

  const everything = async (token: string): Promise<string> => {
    const paths = [
      '/api/tickets',
      `/api/tickets/${ticket.id}`,
      `/api/tickets/${ticket.id}/timeline`,
      `/api/tickets/${ticket.id}/driver-location`,
      `/api/tickets/${ticket.id}/track`,
      '/api/sync',
    ];
    const answers = await Promise.all(paths.map((path) => desk.api<unknown>(path, { token })));
    for (const answer of answers) expect(answer.status).toBe(200);
    return JSON.stringify(answers.map((answer) => answer.body));
  };

  it('dispatch sees all', async () => {
    const text = await everything(desk.dispatcher.token);
    for (const fact of [CUSTOMER_PHONE, NOTE, DRIVER_PHONE, 'Haddad', 'Bergqvist', 'difficult']) {
      expect(text).toContain(fact);
    }
  });

  it('the customer sees the driver’s first name and vehicle, no phone, no note of ours', async () => {
    const text = await everything(desk.customer.token);
    for (const secret of [NOTE, DRIVER_PHONE, 'Haddad', 'difficult', 'Dina'])
      expect(text).not.toContain(secret);
    const seen = await desk.read(ticket.id, desk.customer.token);
    expect(seen).toMatchObject({
      notes: null,
      offer: null,
      driver: { name: 'Omar', phone: null, vehicle: { make: 'Volvo' } },
      customer: { name: 'Karin Bergqvist' },
    });
  });

  it('the driver sees the customer’s phone while working on it, and not afterwards', async () => {
    const text = await everything(driver.token);
    expect(text).toContain(CUSTOMER_PHONE);
    for (const secret of ['difficult', 'Dina']) expect(text).not.toContain(secret);

    const { ticket: done, driver: other } = await desk.ticketIn('completed');
    const after = JSON.stringify([
      await desk.read(done.id, other.token),
      (await desk.api(`/api/tickets/${done.id}/timeline`, { token: other.token })).body,
      (await desk.api('/api/sync', { token: other.token })).body,
    ]);
    expect(after).not.toContain(CUSTOMER_PHONE);
    expect(after).not.toContain('Bergqvist');
  });

  it('nobody else learns that it exists', async () => {
    const otherDriver = await desk.driver();
    for (const token of [stranger.token, otherDriver.token]) {
      const { id } = ticket;
      for (const path of ['', '/timeline', '/track', '/driver-location']) {
        const answer = await desk.api(`/api/tickets/${id}${path}`, { token });
        expect(answer, path).toMatchObject({ status: 404, body: { code: 'not_found' } });
      }
      expect((await desk.status(id, 'on_site', token)).status).toBe(404);
      expect((await desk.post(`/api/tickets/${id}/cancel`, { reason: 'x' }, token)).status).toBe(404);
      const patch = { method: 'PATCH', token, body: { notes: 'x' }, headers: { 'If-Match': '*' } } as const;
      expect((await desk.api(`/api/tickets/${id}`, patch)).status).toBe(404);
      const list = await desk.api<{ data: Ticket[]; meta: { total: number } }>('/api/tickets', { token });
      expect(list.body).toMatchObject({ data: [], meta: { total: 0 } });
    }
    const search = await desk.api<{ data: Ticket[] }>('/api/tickets?search=Omar', {
      token: desk.customer.token,
    });
    expect(search.body.data).toEqual([]);
  });

  it('commands that are not yours are 403', async () => {
    const { id } = ticket;
    for (const token of [driver.token, desk.customer.token]) {
      for (const command of ['offer', 'assign', 'unassign']) {
        const answer = await desk.post(`/api/tickets/${id}/${command}`, { driver_id: 1 }, token);
        expect(answer, command).toMatchObject({ status: 403, body: { code: 'forbidden' } });
      }
      expect((await desk.post('/api/admin/update', { ticket_id: id, status: 'on_site' }, token)).status).toBe(
        403,
      );
      const patch = { method: 'PATCH', token, body: { notes: 'x' }, headers: { 'If-Match': '*' } } as const;
      expect((await desk.api(`/api/tickets/${id}`, patch)).status).toBe(403);
    }
    expect((await desk.status(id, 'on_site', desk.customer.token)).status).toBe(403);
    expect((await desk.post(`/api/tickets/${id}/cancel`, { reason: 'x' }, driver.token)).status).toBe(403);
    expect((await desk.post('/api/offers/1/accept')).status).toBe(403);
    expect((await desk.post('/api/driver/duty', { duty: 'off' })).status).toBe(403);
    expect((await desk.post('/api/tickets', {}, driver.token)).status).toBe(403);
  });

  it('the position is the customer’s to see from en_route to the end only', async () => {
    const where = (id: number, token: string) =>
      desk.api<{ data: { position: object | null } | null }>(`/api/tickets/${id}/driver-location`, { token });
    for (const status of ['created', 'assigned', 'completed', 'canceled'] as const) {
      const { ticket: hidden } = await desk.ticketIn(status);
      expect((await where(hidden.id, desk.customer.token)).body.data, status).toBeNull();
      expect((await desk.read(hidden.id, desk.customer.token)).eta, status).toBeNull();
    }
    const shown = (await where(ticket.id, desk.customer.token)).body.data;
    expect(shown).toMatchObject({ name: 'Omar', phone: null, position: { latitude: expect.any(Number) } });
    const { ticket: assigned } = await desk.ticketIn('assigned');
    expect((await where(assigned.id, desk.dispatcher.token)).body.data?.position).not.toBeNull();
  });

  it('the track is shared from en_route on', async () => {
    const { ticket: job, driver: own } = await desk.ticketIn('assigned');
    const drive = async () => {
      desk.clock.advance(2_000);
      const fix = {
        latitude: 57.71,
        longitude: 11.97,
        recorded_at: new Date(desk.clock.nowMs()).toISOString(),
      };
      const answer = await desk.post<object>('/api/driver/location', fix, own.token);
      expect(answer.status).toBe(202);
      return fix.recorded_at;
    };
    const points = async (token: string, query = '') => {
      const { body } = await desk.api<{ data: { recorded_at: string }[] }>(
        `/api/tickets/${job.id}/track${query}`,
        { token },
      );
      return body.data.map((point) => point.recorded_at);
    };
    const before = await drive();
    expect(await points(desk.customer.token)).toEqual([]);
    expect(await points(desk.dispatcher.token)).toEqual([before]);
    desk.clock.advance(1_000);
    must(await desk.status(job.id, 'en_route', own.token), 200);
    const [first, second] = [await drive(), await drive()];
    expect(await points(desk.customer.token)).toEqual([first, second]);
    expect(await points(own.token)).toEqual([before, first, second]);
    expect(await points(desk.dispatcher.token, `?since=${first}`)).toEqual([second]);
    must(await desk.post(`/api/tickets/${job.id}/cancel`, { reason: 'x' }), 200);
    expect(await points(desk.customer.token)).toEqual([]);
  });

  it('event snapshots are for staff, and every channel gets its projection', async () => {
    const rows = await desk.backend.backend.db
      .select()
      .from(events)
      .where(eq(events.ticketId, ticket.id))
      .orderBy(asc(events.id));
    const context = {
      nowMs: desk.clock.nowMs(),
      links: new Map([[ticket.id, [{ id: 1, expiresAt: new Date(desk.clock.nowMs() + 1_000) }]]]),
      positions: new Map(),
    };
    expect(rows.map((row) => row.type)).toEqual([
      'ticket.created',
      'offer.created',
      'ticket.offered',
      'offer.updated',
      'ticket.assigned',
      'ticket.updated',
    ]);
    for (const { channels, data } of rows.flatMap((row) => routeEvent(row, context))) {
      const text = JSON.stringify(data);
      if (channels.includes('private-admin.fleet')) continue;
      expect(text, channels.join()).not.toContain('difficult');
      if (channels.some((channel) => channel.startsWith('private-driver.'))) continue;
      for (const secret of [DRIVER_PHONE, NOTE, 'Haddad'])
        expect(text, channels.join()).not.toContain(secret);
      if (!channels.some((channel) => channel.startsWith('private-customer.'))) {
        for (const secret of [CUSTOMER_PHONE, 'Bergqvist'])
          expect(text, channels.join()).not.toContain(secret);
      }
    }
    const offered = rows.find((row) => row.type === 'offer.created');
    expect(JSON.stringify(offered?.snapshot)).not.toContain(CUSTOMER_PHONE);
    expect(offered?.snapshot.offer?.ticket).toMatchObject({ id: ticket.id });
  });

  it('the timeline says who did what, when, before and after', async () => {
    const { body } = await desk.api<{ data: TimelineEvent[] }>(`/api/tickets/${ticket.id}/timeline`);
    const step = body.data.find((event) => event.after?.['status'] === 'en_route');
    expect(step).toMatchObject({
      type: 'ticket.updated',
      actor: { id: desk.dispatcher.userId, name: 'Dina Patch', role: 'dispatcher' },
      note: 'colleagues: difficult person',
      before: { status: 'assigned' },
      after: { status: 'en_route' },
    });
    const forCustomer = await desk.api<{ data: TimelineEvent[] }>(`/api/tickets/${ticket.id}/timeline`, {
      token: desk.customer.token,
    });
    expect(forCustomer.body.data.map((event) => event.type)).not.toContain('offer.created');
    expect(forCustomer.body.data.find((event) => event.after?.['status'] === 'en_route')).toMatchObject({
      actor: { id: null, name: 'Dispatch' },
      note: null,
    });
  });
});
