import { afterEach, describe, expect, it } from 'vitest';
import Pusher from 'pusher-js';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';

/** Named by the rules of docs/PROTOCOL.md: pusher-js 8 as it comes. */

let server: LiveServer;
let client: Pusher;
afterEach(async () => {
  client.disconnect();
  await server.close();
});

const connect = (port: number) =>
  (client = new Pusher(APP.appKey, {
    ...{ cluster: '', wsHost: '127.0.0.1', wsPort: port, forceTLS: false, disableStats: true },
    enabledTransports: ['ws'],
  }));
const state = (wanted: string) =>
  new Promise<void>((resolve) => {
    if (client.connection.state === wanted) resolve();
    else client.connection.bind(wanted, () => resolve());
  });

describe('2 messages', () => {
  it('2.8 lets pusher-js come back by itself after a restart, with its channels', async () => {
    server = await openLiveServer();
    const { port } = server;
    connect(port);
    const channel = client.subscribe('pub');
    await new Promise((resolve) => channel.bind('pusher:subscription_succeeded', resolve));
    await server.close();
    server = await openLiveServer({ port });
    await expect.poll(() => server.hub.hasSubscribers('pub')).toBe(true);
    const heard = new Promise((resolve) => channel.bind('e', resolve));
    server.hub.publish(['pub'], 'e', '{"n":1}');
    expect(await heard).toEqual({ n: 1 });
  });

  it('2.9 ends pusher-js for good with an unknown key', async () => {
    server = await openLiveServer();
    client = new Pusher('nokey', {
      ...{ cluster: '', wsHost: '127.0.0.1', wsPort: server.port, forceTLS: false, disableStats: true },
      enabledTransports: ['ws'],
    });
    await state('disconnected');
    expect(client.connection.state).toBe('disconnected');
  });
});
