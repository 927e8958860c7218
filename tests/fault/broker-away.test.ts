import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';
import { openLine, type CuttableLine } from '#tests/support/cuttable-line.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';

/** A whole backend that publishes to a broker which is killed; another comes in its place. */

let broker: LiveServer;
let line: CuttableLine;
let t: TestBackend;
beforeEach(async () => {
  broker = await openLiveServer();
  line = await openLine(broker.port);
  t = await openTestBackend({
    env: {
      ...{ BROADCAST_DRIVER: 'reverb', REVERB_HOST: '127.0.0.1', REVERB_PORT: String(line.port) },
      ...{ REVERB_APP_ID: APP.appId, REVERB_APP_KEY: APP.appKey, REVERB_APP_SECRET: APP.appSecret },
    },
  });
});
afterEach(async () => {
  await t.close();
  await line.close();
  await broker.close();
});

test('a broker that is away delays events in order, loses none and blocks no call', async () => {
  const dispatcher = await t.makePerson({ role: 'dispatcher' });
  const create = async (): Promise<Ticket> => {
    const answer = await t.api<{ data: Ticket }>('/api/tickets', {
      token: dispatcher.token,
      body: {
        ...{ service_type: 'tow', customer: { name: 'Kim' } },
        location: { latitude: 57.7, longitude: 11.97 },
      },
    });
    expect(answer.status).toBe(201);
    return answer.body.data;
  };
  const listen = async () => {
    const client = await broker.client();
    await client.subscribe('private-admin.fleet');
    return client;
  };
  const idOf = (data: unknown) => (data as { id: number }).id;

  const before = await listen();
  const first = await create();
  for (;;) {
    const { event, data } = await before.next();
    if (event === 'ticket.created' && idOf(data) === first.id) break;
  }
  await line.cut();
  await broker.close();

  const created: number[] = [];
  for (let n = 0; n < 30; n += 1) created.push((await create()).id);
  await expect.poll(() => t.backend.broadcaster.health.state).toBe('down');

  broker = await openLiveServer({ port: broker.port });
  const after = await listen();
  await line.mend();
  const heard: number[] = [];
  while (heard.at(-1) !== created.at(-1)) {
    const { event, data } = await after.next();
    if (event === 'ticket.created') heard.push(idOf(data));
  }
  expect(heard).toEqual(created);
  expect(t.backend.broadcaster.health).toMatchObject({ state: 'up', error: null });
}, 60_000);
