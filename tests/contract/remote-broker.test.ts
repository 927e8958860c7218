import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';

/** A whole backend that publishes to another server; named by the rules of docs/PROTOCOL.md. */

let broker: LiveServer;
let t: TestBackend;
beforeEach(async () => {
  broker = await openLiveServer();
  t = await openTestBackend({
    env: {
      ...{ BROADCAST_DRIVER: 'pusher', PUSHER_HOST: '127.0.0.1', PUSHER_PORT: String(broker.port) },
      ...{ PUSHER_SCHEME: 'http', PUSHER_APP_ID: APP.appId },
      ...{ PUSHER_APP_KEY: APP.appKey, PUSHER_APP_SECRET: APP.appSecret },
    },
  });
});
afterEach(async () => {
  await t.close();
  await broker.close();
});

it('13.5 sends nothing more to a disabled user’s channels, which no remote broker can close', async () => {
  const admin = await t.makePerson({ role: 'admin' });
  const [leaving, staying] = [
    await t.makePerson({ role: 'customer' }),
    await t.makePerson({ role: 'customer' }),
  ];
  const driver = await t.makeDriver();
  const listen = async (channel: string) => {
    const client = await broker.client();
    await client.subscribe(channel);
    return client;
  };
  const [gone, there, desk] = [
    await listen(`private-customer.${leaving.userId}.driver-location`),
    await listen(`private-customer.${staying.userId}.driver-location`),
    await listen('private-admin.fleet'),
  ];
  const ticketIds: number[] = [];
  for (const customer of [leaving, staying]) {
    const created = await t.api<{ data: Ticket }>('/api/tickets', {
      token: admin.token,
      body: {
        ...{ service_type: 'tow', customer_id: customer.userId },
        location: { latitude: 57.7, longitude: 11.97 },
      },
    });
    expect(created.status).toBe(201);
    ticketIds.push(created.body.data.id);
  }
  const disable = { method: 'PATCH', token: admin.token, body: { disabled: true } } as const;
  expect((await t.api(`/api/admin/users/${leaving.userId}`, disable)).status).toBe(200);
  for (const id of ticketIds) {
    const assign = { token: admin.token, body: { driver_id: driver.driverId, force: true } };
    expect((await t.api(`/api/tickets/${id}/assign`, assign)).status).toBe(200);
  }
  await t.backend.publisher.drained();
  const names = (frames: { event: string }[]) => frames.map(({ event }) => event);
  expect(names(await desk.drain()).filter((name) => name === 'ticket.assigned')).toHaveLength(2);
  expect(names(await there.drain())).toContain('ticket.assigned');
  expect(names(await gone.drain()).filter((name) => name !== 'sync.head')).toEqual([]);
}, 60_000);

it('10.9 signs subscriptions for the broker that carries the events', async () => {
  const dispatcher = await t.makePerson({ role: 'dispatcher' });
  const client = await broker.client();
  const answer = await t.api<{ auth: string }>('/api/broadcasting/auth', {
    token: dispatcher.token,
    body: { socket_id: client.socketId, channel_name: 'private-admin.fleet' },
  });
  client.send({
    event: 'pusher:subscribe',
    data: { channel: 'private-admin.fleet', auth: answer.body.auth },
  });
  expect((await client.next()).event).toBe('pusher_internal:subscription_succeeded');
});
