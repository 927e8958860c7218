import { WebSocket } from 'ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingLink } from '#lib/protocol/tracking.ts';
import { RawClient } from '#tests/support/live-server.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';

/** Named by the rules of docs/PROTOCOL.md: plain WebSockets against a whole backend. */

interface One<T> {
  readonly data: T;
}
type Message = Record<string, unknown> & { readonly type?: string };

let backend: TestBackend;
let dispatcher: TestPerson;
let customer: TestPerson;
let driver: TestDriver;
const sockets: RawClient[] = [];

beforeAll(async () => {
  backend = await openTestBackend();
  dispatcher = await backend.makePerson({ role: 'dispatcher' });
  customer = await backend.makePerson({ role: 'customer', name: 'Karin Berg', phone: '+46 70 123 45 67' });
  driver = await backend.makeDriver({ name: 'Omar Haddad' });
});
afterEach(() => {
  for (const client of sockets.splice(0)) client.socket.terminate();
});
afterAll(() => backend.close());

const open = (path: string, headers: Record<string, string> = {}): RawClient => {
  const client = new RawClient(new WebSocket(`ws://127.0.0.1:${backend.port}${path}`, { headers }));
  sockets.push(client);
  return client;
};
const connected = async (path: string, token: string): Promise<RawClient> => {
  const client = open(path, { Authorization: `Bearer ${token}` });
  await new Promise((resolve) => client.socket.once('open', resolve));
  return client;
};
const next = async (client: RawClient): Promise<Message> => JSON.parse(await client.nextText()) as Message;
/** The next message of that type; others may come before it. */
const nextOf = async (client: RawClient, type: string): Promise<Message> => {
  for (;;) {
    const message = await next(client);
    if (message.type === type) return message;
  }
};
/** Sends and returns the answer; a status that comes in between is skipped. */
const ask = async (client: RawClient, message: unknown): Promise<Message> => {
  client.send(message);
  for (;;) {
    const answer = await next(client);
    if (answer.type !== 'status') return answer;
  }
};

async function newTicket(): Promise<Ticket> {
  const answer = await backend.api<One<Ticket>>('/api/tickets', {
    token: dispatcher.token,
    body: {
      ...{ service_type: 'tow', customer_id: customer.userId, notes: 'gate code 4711' },
      location: { latitude: 57.7, longitude: 11.97 },
    },
  });
  return answer.body.data;
}
const assigned = async (): Promise<Ticket> => {
  const ticket = await newTicket();
  await backend.api(`/api/tickets/${ticket.id}/assign`, {
    token: dispatcher.token,
    body: { driver_id: driver.driverId, force: true },
  });
  return ticket;
};
const move = (ticket: Ticket, status: string) =>
  backend.api(`/api/tickets/${ticket.id}/status`, { token: dispatcher.token, body: { status } });

describe('14 the plain gateway', () => {
  it('14.1 takes the token from the header, the query or a first frame', async () => {
    expect(await ask(await connected('/ws/driver', driver.token), { type: 'auth', token: 'x' })).toEqual({
      type: 'auth_ok',
    });
    expect(await next(open(`/ws/client?token=${customer.token}`))).toMatchObject({ type: 'snapshot' });
    const late = open('/ws/client');
    await new Promise((resolve) => late.socket.once('open', resolve));
    expect(await ask(late, { type: 'auth', token: customer.token })).toEqual({ type: 'auth_ok' });
    expect(await next(late)).toMatchObject({ type: 'snapshot' });
  });

  it.each([
    ['a dead token', '/ws/driver', 'dead', 4401],
    ['a customer at the driver’s door', '/ws/driver', 'customer', 4403],
    ['a ticket that does not exist', '/ws/client/999999', 'customer', 4403],
  ])('14.2 closes %s', async (_, path, who, code) => {
    const client = open(`${path}?token=${who === 'customer' ? customer.token : who}`);
    expect(await next(client)).toMatchObject({ type: 'error', code: expect.any(String) });
    expect((await client.closed).code).toBe(code);
  });

  it('14.3 closes a socket whose first frame is no auth, with 4401', async () => {
    const client = open('/ws/client');
    await new Promise((resolve) => client.socket.once('open', resolve));
    client.send({ type: 'ping' });
    expect((await client.closed).code).toBe(4401);
  });

  it('14.4 does not know other paths', async () => {
    const client = open('/ws/other');
    const status = await new Promise((resolve) =>
      client.socket.once('unexpected-response', (_, response) => resolve(response.statusCode)),
    );
    expect(status).toBe(404);
  });

  it('14.5 acknowledges a position by its own or the server’s number once it is durable', async () => {
    const ticket = await assigned();
    const client = await connected('/ws/driver', driver.token);
    expect(await ask(client, { lat: 57.7001, lng: 11.9701, orderId: ticket.id })).toEqual({
      type: 'ack',
      seq: expect.any(Number),
    });
    const stored = await backend.api<One<{ position: { latitude: number } }>>(
      `/api/drivers/${driver.driverId}`,
      { token: dispatcher.token },
    );
    expect(stored.body.data.position.latitude).toBe(57.7001);
    expect(
      await ask(client, {
        ...{ type: 'location_update', latitude: '57.7002', longitude: '11.9702', seq: 41 },
        recorded_at: new Date().toISOString(),
      }),
    ).toEqual({ type: 'ack', seq: 41 });
    await move(ticket, 'canceled');
  });

  it('14.6 says why a position was not stored, and stays open', async () => {
    const client = await connected('/ws/driver', driver.token);
    expect(await ask(client, { lat: 91, lng: 0 })).toMatchObject({ type: 'error', code: 'invalid_fix' });
    const late = { lat: 57, lng: 11, recorded_at: '2020-01-01T00:00:00Z', seq: 5 };
    expect(await ask(client, { type: 'location_update', ...late })).toMatchObject({
      ...{ type: 'error', code: 'too_old', seq: 5 },
    });
    const other = await connected('/ws/client', customer.token);
    await next(other);
    expect(await ask(other, { lat: 57, lng: 11 })).toMatchObject({ type: 'error', code: 'forbidden' });
    expect(await ask(client, { type: 'ping', timestamp: 7 })).toEqual({ type: 'pong', timestamp: 7 });
  });

  it('14.7 shows a client its ticket, then each status, and positions from en route until the end', async () => {
    const ticket = await assigned();
    const client = await connected(`/ws/client/${ticket.id}`, customer.token);
    const snapshot = await next(client);
    expect(snapshot).toMatchObject({
      type: 'snapshot',
      orderId: ticket.id,
      status: 'assigned',
      locations: [],
    });
    expect(JSON.stringify(snapshot)).not.toContain('4711');
    const wheel = await connected('/ws/driver', driver.token);
    await ask(wheel, { lat: 57.71, lng: 11.98 });
    for (const status of ['en_route', 'on_site', 'in_service']) {
      await move(ticket, status);
      expect(await next(client)).toMatchObject({ type: 'status', orderId: ticket.id, status });
      wheel.send({ lat: 57.72, lng: 11.99 });
      // The fix before may still be on its way when the state begins that shows it.
      let location = await nextOf(client, 'location');
      while (location['lat'] !== 57.72) location = await nextOf(client, 'location');
      expect(location).toMatchObject({ orderId: ticket.id, lng: 11.99 });
    }
    await move(ticket, 'completed');
    expect(await next(client)).toMatchObject({ type: 'status', status: 'completed', delivered: true });
    wheel.send({ lat: 57.73, lng: 11.99 });
    await nextOf(wheel, 'ack');
    expect(await ask(client, { type: 'ping', timestamp: 1 })).toEqual({ type: 'pong', timestamp: 1 });
  });

  it('14.8 shows the holder of a link that ticket alone, and closes when the link is withdrawn', async () => {
    const [ticket, other] = [await assigned(), await newTicket()];
    const made = await backend.api<One<TrackingLink>>(`/api/tickets/${ticket.id}/tracking-links`, {
      token: dispatcher.token,
      body: {},
    });
    const { id, token = '' } = made.body.data;
    const client = await connected('/ws/client', token);
    const snapshot = await next(client);
    expect(snapshot).toMatchObject({ orderId: ticket.id, tracking: { link_id: id, status: 'assigned' } });
    expect(JSON.stringify(snapshot)).not.toMatch(/Berg|Haddad|\+46|4711/);
    await move(other, 'canceled');
    await move(ticket, 'en_route');
    expect(await next(client)).toMatchObject({ type: 'status', orderId: ticket.id, status: 'en_route' });
    const stranger = open(`/ws/client/${other.id}?token=${token}`);
    expect((await stranger.closed).code).toBe(4403);
    await backend.api(`/api/tracking-links/${id}`, { method: 'DELETE', token: dispatcher.token });
    expect((await client.closed).code).toBe(4401);
    await move(ticket, 'canceled');
  });

  it('14.9 joins the same channels with the same rights, and publishes by the rules of client events', async () => {
    const ticket = await newTicket();
    const channel = `private-ticket.${ticket.id}`;
    const [one, two] = [
      await connected('/ws/client', customer.token),
      await connected('/ws/client', dispatcher.token),
    ];
    await next(one);
    await next(two);
    expect(await ask(one, { type: 'subscribe', channel: 'private-admin.fleet' })).toMatchObject({
      ...{ type: 'error', code: 'forbidden', channel: 'private-admin.fleet' },
    });
    expect(await ask(one, { type: 'publish', channel, data: 1 })).toMatchObject({ code: 'not_subscribed' });
    expect(await ask(one, { type: 'subscribe', channel })).toEqual({ type: 'subscribed', channel });
    expect(await ask(two, { type: 'subscribe', channel })).toEqual({ type: 'subscribed', channel });
    two.send({ type: 'publish', channel, data: { n: 1 } });
    expect(await next(one)).toEqual({ channel, event: 'client-message', data: { n: 1 } });
    two.send({ type: 'publish', channel, event: 'client-typing', data: null });
    expect(await next(one)).toEqual({ channel, event: 'client-typing', data: null });
    expect(await ask(two, { type: 'publish', channel, event: 'ticket.updated', data: {} })).toMatchObject({
      ...{ type: 'error', code: 'invalid' },
    });
    await move(ticket, 'canceled');
    const seen = [await next(one), await next(one)];
    expect(seen).toContainEqual(expect.objectContaining({ channel, event: 'ticket.updated' }));
    expect(seen).toContainEqual(expect.objectContaining({ type: 'status', status: 'canceled' }));
  });

  it('14.10 runs the commands of REST by JSON-RPC, with their refusals', async () => {
    const ticket = await newTicket();
    const client = await connected('/ws/driver', driver.token);
    const rpc = (method: string, params: unknown, id: unknown = 1) =>
      ask(client, { jsonrpc: '2.0', method, params, id });
    await backend.api(`/api/tickets/${ticket.id}/offer`, {
      token: dispatcher.token,
      body: { driver_ids: [driver.driverId], force: true },
    });
    const offers = await backend.api<One<Offer[]>>('/api/offers?status=pending', { token: driver.token });
    const offer_id = offers.body.data[0]?.id;
    client.send({ jsonrpc: '2.0', method: 'offer.accept', params: { offer_id }, id: 'a' });
    const answered: Message[] = [];
    while (!answered.some((message) => message['id'] === 'a')) answered.push(await next(client));
    expect(answered.find((message) => message['id'] === 'a')).toMatchObject({
      result: { id: ticket.id, status: 'assigned' },
    });
    client.frames.length = 0;
    const answer = async (method: string, params: unknown): Promise<Message> => {
      let message = await rpc(method, params);
      while (message['jsonrpc'] === undefined) message = await next(client);
      return message;
    };
    expect(await answer('ticket.get', { ticket_id: ticket.id })).toMatchObject({ result: { id: ticket.id } });
    expect(await answer('ticket.setStatus', { ticket_id: ticket.id, status: 'completed' })).toMatchObject({
      error: { code: -32000, data: { status: 409, allowed: ['en_route'] } },
    });
    for (const status of ['en_route', 'on_site', 'in_service', 'delivered'])
      expect(await answer('ticket.setStatus', { ticket_id: ticket.id, status })).toMatchObject({
        result: { status: status === 'delivered' ? 'completed' : status },
      });
    expect(await answer('ticket.get', { ticket_id: 999_999 })).toMatchObject({
      error: { data: { status: 404 } },
    });
    expect(await answer('ticket.get', {})).toMatchObject({ error: { code: -32602 } });
    expect(await answer('nope', {})).toMatchObject({ error: { code: -32601 } });
    expect(await answer('sync', {})).toMatchObject({ result: { reset: true } });
    client.send([{ jsonrpc: '2.0', method: 'driver.setDuty', params: { duty: 'on' } }, 5]);
    expect(await next(client)).toEqual([
      { jsonrpc: '2.0', id: null, error: { code: -32600, message: expect.any(String) } },
    ]);
  });

  it.each(['{nope', '42', '{}', '{"type":"frobnicate"}', '{"type":"subscribe"}', '{"type":"auth"}'])(
    '14.11 answers %s with an error and stays open',
    async (text) => {
      const client = await connected('/ws/driver', driver.token);
      expect(await ask(client, text)).toMatchObject({ type: 'error', code: expect.any(String) });
      expect(await ask(client, { type: 'ping' })).toEqual({ type: 'pong' });
    },
  );

  it('14.12 closes the sockets of a token that was signed out', async () => {
    const person = await backend.makePerson({ role: 'dispatcher' });
    const client = await connected('/ws/client', person.token);
    await next(client);
    await backend.api('/api/logout', { method: 'POST', token: person.token });
    expect((await client.closed).code).toBe(4401);
  });
});
