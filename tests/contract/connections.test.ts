import { once } from 'node:events';
import { WebSocket } from 'ws';
import type Pusher from 'pusher-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ActivityEntry } from '#lib/protocol/activity.ts';
import { FLEET_CHANNEL, ticketChannel, trackingChannel, userChannel } from '#lib/protocol/channels.ts';
import { Connection } from '#lib/protocol/connection.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingLink } from '#lib/protocol/tracking.ts';
import { Heard, pusherClient } from '#tests/support/echo-client.ts';
import { RawClient } from '#tests/support/live-server.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';

/** Named by the rules of docs/PROTOCOL.md: real clients on one end, the administrator's calls on the other. */

let backend: TestBackend;
let admin: TestPerson;
let dispatcher: TestPerson;
let driver: TestDriver;
const clients: Pusher[] = [];
const sockets: RawClient[] = [];

beforeAll(async () => {
  backend = await openTestBackend();
  admin = await backend.makePerson({ role: 'admin', name: 'Ada Min' });
  dispatcher = await backend.makePerson({ role: 'dispatcher', name: 'Dina Patch' });
  driver = await backend.makeDriver({ name: 'Omar Haddad' });
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  for (const client of sockets) client.socket.terminate();
  await backend.close();
});

const list = async (query = ''): Promise<Connection[]> => {
  const { status, body } = await backend.api<{ data: unknown[] }>(`/api/admin/connections${query}`, {
    token: admin.token,
  });
  expect(status).toBe(200);
  return body.data.map((row) => Connection.parse(row));
};
const activity = async (query = ''): Promise<ActivityEntry[]> => {
  const { body } = await backend.api<{ data: unknown[] }>(`/api/admin/activity${query}`, {
    token: admin.token,
  });
  return body.data.map((row) => ActivityEntry.parse(row));
};
const end = (socketId: string, query = '', token = admin.token) =>
  backend.api(`/api/admin/connections/${socketId}${query}`, { method: 'DELETE', token });

/** A pusher-js client that has joined the channel. */
const joined = async (token: string, channel: string): Promise<Pusher> => {
  const client = pusherClient({ port: backend.port, key: backend.backend.config.appKey, token });
  clients.push(client);
  await new Heard(client.subscribe(channel)).open();
  return client;
};
const plain = (path: string, token: string): RawClient => {
  const client = new RawClient(
    new WebSocket(`ws://127.0.0.1:${backend.port}${path}`, { headers: { Authorization: `Bearer ${token}` } }),
  );
  sockets.push(client);
  return client;
};
/** A plain client that has been answered, so that the server knows who it is. */
const plainDriver = async (): Promise<RawClient> => {
  const client = plain('/ws/driver', driver.token);
  await once(client.socket, 'open');
  client.send({ type: 'ping', timestamp: 1 });
  await client.nextText();
  return client;
};
const nextState = (client: Pusher, state: string): Promise<void> =>
  new Promise((resolve) => {
    client.connection.bind(state, () => resolve());
  });

describe('15 the administrator’s view of the sockets', () => {
  it('15.1 lists every socket with its owner, kind, channels and traffic', async () => {
    const client = await joined(dispatcher.token, FLEET_CHANNEL);
    await plainDriver();
    const [desk] = await list('?search=dina');
    expect(desk).toMatchObject({
      socket_id: client.connection.socket_id,
      kind: 'pusher',
      who: { user_id: dispatcher.userId, name: 'Dina Patch', role: 'dispatcher' },
      address: '127.0.0.1',
      channels: [FLEET_CHANNEL],
      slow: false,
      queued_bytes: 0,
    });
    const [phone] = await list('?search=omar%20plain');
    expect(phone).toMatchObject({
      ...{ kind: 'plain', who: { name: 'Omar Haddad', role: 'driver' }, channels: [] },
      ...{ messages_in: 1, messages_out: 1 },
    });
    expect(phone?.bytes_in).toBe(JSON.stringify({ type: 'ping', timestamp: 1 }).length);
  });

  it('15.2 counts what goes through a socket', async () => {
    const client = await joined(dispatcher.token, userChannel(dispatcher.userId));
    const find = async () => (await list()).find((row) => row.socket_id === client.connection.socket_id);
    const before = await find();
    const pong = new Promise((resolve) => client.connection.bind('pong', resolve));
    const heard = new Promise<void>((resolve) => {
      client.connection.bind('message', ({ event }: { event: string }) => {
        if (event === 'pusher:pong') resolve();
      });
    });
    client.connection.send_event('pusher:ping', {});
    await Promise.race([pong, heard]);
    const after = await find();
    expect(after?.messages_in).toBe((before?.messages_in ?? 0) + 1);
    expect(after?.messages_out).toBe((before?.messages_out ?? 0) + 1);
    expect(after?.bytes_out).toBeGreaterThan(before?.bytes_out ?? 0);
  });

  it('15.3 names the holder of a link by its ticket, and nobody whose credential was not shown', async () => {
    const created = await backend.api<{ data: Ticket }>('/api/tickets', {
      token: dispatcher.token,
      body: {
        service_type: 'tow',
        location: { latitude: 57.7, longitude: 11.97 },
        customer: { name: 'Karin Berg' },
      },
    });
    const ticket = created.body.data;
    const issued = await backend.api<{ data: TrackingLink }>(`/api/tickets/${ticket.id}/tracking-links`, {
      token: dispatcher.token,
      body: {},
    });
    const link = issued.body.data;
    await joined(link.token ?? '', trackingChannel(link.id));
    const [holder] = await list(`?search=${ticket.reference}`);
    expect(holder?.who).toEqual({
      ...{ user_id: null, name: null, email: null, role: 'link', link_id: link.id },
      ticket: { id: ticket.id, reference: ticket.reference },
    });
    const stranger = pusherClient({ port: backend.port, key: backend.backend.config.appKey, token: '' });
    clients.push(stranger);
    await nextState(stranger, 'connected');
    const [unknown] = await list(`?search=${stranger.connection.socket_id}`);
    expect(unknown).toMatchObject({ who: null, channels: [] });
    expect(JSON.stringify([await list(), await activity()])).not.toContain(link.token);
  });

  it('15.4 searches, sorts and pages', async () => {
    const all = await list('?per_page=100');
    const byName = await list('?sort=name&per_page=100');
    const names = byName.map(({ who }) => (who?.name ?? who?.ticket?.reference ?? '').toLowerCase());
    expect(names).toEqual([...names].sort());
    const answer = await backend.api<{ meta: { total: number; last_page: number } }>(
      '/api/admin/connections?per_page=1&page=2',
      { token: admin.token },
    );
    expect(answer.body.meta).toMatchObject({ total: all.length, last_page: all.length, current_page: 2 });
    expect(await list('?search=nobody-like-this')).toEqual([]);
    for (const query of ['?sort=token', '?page=0', '?page=x'])
      expect((await backend.api(`/api/admin/connections${query}`, { token: admin.token })).status).toBe(422);
  });

  it('15.5 ends a socket so that its client comes back', async () => {
    const client = await joined(dispatcher.token, FLEET_CHANNEL);
    const before = client.connection.socket_id;
    const back = nextState(client, 'connected');
    expect((await end(before)).status).toBe(204);
    await back;
    expect(client.connection.socket_id).not.toBe(before);
    expect((await list()).some((row) => row.socket_id === before)).toBe(false);

    const phone = await plainDriver();
    const [{ socket_id: phoneId } = { socket_id: '' }] = await list('?search=omar&sort=-connected_at');
    expect((await end(phoneId)).status).toBe(204);
    expect((await phone.closed).code).toBe(4100);
  });

  it('15.6 ends a socket for good with reconnect=false', async () => {
    const client = await joined(dispatcher.token, FLEET_CHANNEL);
    const gone = nextState(client, 'disconnected');
    expect((await end(client.connection.socket_id, '?reconnect=false')).status).toBe(204);
    await gone;

    const phone = await plainDriver();
    const [{ socket_id: phoneId } = { socket_id: '' }] = await list('?search=omar&sort=-connected_at');
    expect((await end(phoneId, '?reconnect=false')).status).toBe(204);
    expect((await phone.closed).code).toBe(4403);
  });

  it.each(['1.1', 'no-socket', '..%2F..'])('15.7 knows no socket %s', async (socketId) => {
    expect((await end(socketId)).status).toBe(404);
  });

  it('15.8 is the administrator’s alone', async () => {
    const client = await joined(dispatcher.token, FLEET_CHANNEL);
    for (const { token } of [dispatcher, driver]) {
      for (const path of ['/api/admin/connections', '/api/admin/activity'])
        expect((await backend.api(path, { token })).status).toBe(403);
      expect((await end(client.connection.socket_id, '', token)).status).toBe(403);
    }
    expect((await backend.api('/api/admin/connections')).status).toBe(401);
    expect(client.connection.state).toBe('connected');
  });

  it('15.9 tells openings, ends, refusals and pushes, the newest first', async () => {
    const client = await joined(dispatcher.token, FLEET_CHANNEL);
    const socketId = client.connection.socket_id;
    const denied = new Heard(client.subscribe(ticketChannel(2_000_000_000)));
    await denied.until('pusher:subscription_error');
    const forged = new RawClient(new WebSocket(`ws://127.0.0.1:${backend.port}/app/wrong-key?protocol=7`));
    expect((await forged.closed).code).toBe(4001);
    await end(socketId, '?reconnect=false');
    await backend.api(`/api/tickets`, {
      token: dispatcher.token,
      body: {
        service_type: 'tow',
        location: { latitude: 57.7, longitude: 11.97 },
        customer: { name: 'Karin Berg' },
      },
    });
    await backend.backend.publisher.drained();

    const mine = (await activity('?limit=500')).filter((entry) => entry.socket_id === socketId);
    expect(mine.map(({ event, code }) => [event, code])).toEqual([
      ['socket.closed', '4009'],
      ['socket.disconnected', '4009'],
      ['auth.refused', expect.any(String)],
      ['socket.opened', null],
    ]);
    // It opened before it said whose it was; the list knows by now.
    for (const entry of mine) expect(entry.who).toMatchObject({ name: 'Dina Patch' });
    expect(mine[1]).toMatchObject({ who: { name: 'Dina Patch' }, reason: 'by Ada Min' });
    const [refused] = await activity('?kind=refusals&limit=1');
    expect(refused).toMatchObject({ event: 'socket.refused', code: '4001', address: '127.0.0.1' });
    const [push] = await activity('?kind=pushes&limit=1');
    expect(push).toMatchObject({ event: 'event.pushed', name: 'ticket.created', channels: [FLEET_CHANNEL] });
    const ids = (await activity()).map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });
});
