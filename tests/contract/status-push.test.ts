import { WebSocket } from 'ws';
import type Pusher from 'pusher-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { driverChannel, FLEET_CHANNEL, ticketChannel, trackingChannel } from '#lib/protocol/channels.ts';
import type { Ticket, TimelineEvent } from '#lib/protocol/ticket.ts';
import type { TrackingLink, TrackingView } from '#lib/protocol/tracking.ts';
import { Heard, pusherClient } from '#tests/support/echo-client.ts';
import { RawClient } from '#tests/support/live-server.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must } from './desk.ts';

const NOTE = 'Traffic on the bridge: 10 minutes later.';

describe.each(testDatabases())('pushing a status update on %s', (database) => {
  let desk: Desk;
  const clients: Pusher[] = [];
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(async () => {
    for (const client of clients) client.disconnect();
    await desk.close();
  });

  const push = (body: object, token = desk.dispatcher.token) => desk.post('/api/admin/update', body, token);
  const timeline = async (id: number, token: string): Promise<TimelineEvent[]> =>
    must(await desk.api<{ data: TimelineEvent[] }>(`/api/tickets/${id}/timeline`, { token }), 200);

  it('a note alone is an event: it raises the version and leaves the status', async () => {
    const { ticket } = await desk.ticketIn('en_route');
    const pushed = must(await push({ ticket_id: ticket.id, note: `  ${NOTE} ` }), 200);
    expect(pushed).toMatchObject({
      status: 'en_route',
      version: ticket.version + 1,
      latest_update: { note: NOTE, status: 'en_route', by: 'Dina Patch', at: pushed.updated_at },
    });
  });

  it('takes the status that the ticket has, with a note, as the note alone', async () => {
    const { ticket } = await desk.ticketIn('assigned');
    const pushed = must(await push({ orderId: String(ticket.id), status: 'assigned', note: NOTE }), 200);
    expect(pushed).toMatchObject({ status: 'assigned', latest_update: { note: NOTE } });
  });

  it('a step with a note is one event with both', async () => {
    const { ticket } = await desk.ticketIn('in_service');
    const pushed = must(await push({ ticket_id: ticket.id, status: 'delivered', note: NOTE }), 200);
    expect(pushed).toMatchObject({
      status: 'completed',
      version: ticket.version + 1,
      latest_update: { note: NOTE, status: 'completed' },
    });
  });

  it('a step without a note keeps what was said before', async () => {
    const { ticket } = await desk.ticketIn('en_route');
    must(await push({ ticket_id: ticket.id, note: NOTE }), 200);
    const pushed = must(await push({ ticket_id: ticket.id, status: 'on_site' }), 200);
    expect(pushed).toMatchObject({
      status: 'on_site',
      latest_update: { note: NOTE, status: 'en_route' },
    });
  });

  it.each([
    ['neither a status nor a note', {}],
    ['an empty note', { note: '   ' }],
    ['a note that is too long', { note: 'x'.repeat(1_001) }],
  ])('refuses %s with 422', async (_, body) => {
    const { id } = await desk.ticket();
    expect((await push({ ticket_id: id, ...body })).status).toBe(422);
    expect((await desk.read(id)).version).toBe(1);
  });

  it('obeys the transitions, and writes nothing of a refused push', async () => {
    const { ticket } = await desk.ticketIn('assigned');
    for (const body of [{ status: 'completed', note: NOTE }, { status: 'assigned' }]) {
      const refused = await push({ ticket_id: ticket.id, ...body });
      expect(refused.status).toBe(409);
      expect(refused.body.code).toBe('illegal_transition');
      expect(refused.body.allowed).toContain('en_route');
    }
    expect(await desk.read(ticket.id)).toMatchObject({ version: ticket.version, latest_update: null });
  });

  it('is for admin and dispatcher only, and for tickets that exist', async () => {
    const { ticket, driver } = await desk.ticketIn('assigned');
    for (const { token } of [driver, desk.customer])
      expect((await push({ ticket_id: ticket.id, note: NOTE }, token)).status).toBe(403);
    expect((await push({ ticket_id: 2_000_000_000, note: NOTE })).status).toBe(404);
    const unnamed = await desk.post<ErrorBody>('/api/admin/update', { note: NOTE });
    expect(unnamed.status).toBe(422);
    expect(Object.keys(unnamed.body.errors ?? {})).toEqual(['ticket_id']);
  });

  it('everybody on the ticket reads the note; who wrote it stays in dispatch', async () => {
    const { ticket, driver } = await desk.ticketIn('en_route');
    must(await push({ ticket_id: ticket.id, note: NOTE }), 200);
    for (const { token } of [driver, desk.customer]) {
      expect((await desk.read(ticket.id, token)).latest_update).toMatchObject({ note: NOTE, by: 'Dispatch' });
      expect((await timeline(ticket.id, token)).at(-1)).toMatchObject({
        note: NOTE,
        actor: { id: null, name: 'Dispatch' },
        after: { latest_update: NOTE },
      });
    }
    expect((await timeline(ticket.id, desk.dispatcher.token)).at(-1)).toMatchObject({
      note: NOTE,
      actor: { name: 'Dina Patch' },
    });
  });

  it('11.21 a pushed note reaches dispatcher, driver, customer, plain client and link as one event', async () => {
    const { ticket, driver } = await desk.ticketIn('en_route');
    const link = must(
      await desk.post<{ data: TrackingLink }>(`/api/tickets/${ticket.id}/tracking-links`),
      201,
    );
    const channelOf = async (token: string, name: string): Promise<Heard> => {
      const client = pusherClient({
        port: desk.backend.port,
        key: desk.backend.backend.config.appKey,
        token,
      });
      clients.push(client);
      return new Heard(client.subscribe(name)).open();
    };
    const plain = new RawClient(
      new WebSocket(`ws://127.0.0.1:${desk.backend.port}/ws/client/${ticket.id}`, {
        headers: { Authorization: `Bearer ${desk.customer.token}` },
      }),
    );
    expect(JSON.parse(await plain.nextText())).toMatchObject({ type: 'snapshot' });
    const readers = await Promise.all([
      channelOf(desk.dispatcher.token, FLEET_CHANNEL),
      channelOf(driver.token, driverChannel(driver.driverId)),
      channelOf(desk.customer.token, ticketChannel(ticket.id)),
    ]);
    const holder = await channelOf(link.token ?? '', trackingChannel(link.id));

    const { version } = must(await push({ ticket_id: ticket.id, note: NOTE }), 200);
    const isIt = (data: Ticket) => data.version === version && data.latest_update?.note === NOTE;
    await Promise.all(readers.map((reader) => reader.until('ticket.updated', isIt)));
    await holder.until(
      'ticket.updated',
      (view: TrackingView) => view.ticket_version === version && view.update?.note === NOTE,
    );
    expect(JSON.parse(await plain.nextText())).toMatchObject({
      ...{ type: 'status', orderId: ticket.id, status: 'en_route', note: NOTE, version },
    });
    plain.socket.terminate();
  });
});
