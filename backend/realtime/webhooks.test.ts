import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import Pusher from 'pusher';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { webhookWatcher } from './webhook-watcher.ts';
import { createWebhooks, type WebhookEvent, type WebhookParts, type Webhooks } from './webhooks.ts';

/** Named by the rules of docs/PROTOCOL.md; the receiver checks with Pusher's own library. */

interface Call {
  readonly body: string;
  readonly timeMs: number;
  readonly events: readonly WebhookEvent[];
}

const library = new Pusher({ appId: APP.appId, key: APP.appKey, secret: APP.appSecret, host: 'unused' });
let calls: Call[];
let statuses: number[];
let receiver: Server;
let url: string;
let webhooks: Webhooks;
const clock = new ManualClock();

beforeEach(async () => {
  calls = [];
  statuses = [];
  receiver = createServer((request, response) => {
    let rawBody = '';
    request.on('data', (chunk) => (rawBody += String(chunk)));
    request.on('end', () => {
      const webhook = library.webhook({ headers: request.headers, rawBody });
      if (webhook.isValid())
        calls.push({
          body: rawBody,
          timeMs: webhook.getTime().getTime(),
          events: webhook.getEvents() as unknown as WebhookEvent[],
        });
      response.writeHead(webhook.isValid() ? (statuses.shift() ?? 200) : 400).end();
    });
  });
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const address = receiver.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook`;
});
afterEach(async () => {
  await webhooks.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const open = (over: Partial<WebhookParts> = {}) => {
  webhooks = createWebhooks({ urls: [url], app: APP, clock, log: pino({ level: 'silent' }), ...over });
};
const occupied = (n: number): WebhookEvent => ({ name: 'channel_occupied', channel: `c-${n}` });
const heard = () => calls.flatMap((call) => call.events);

describe('9 webhooks', () => {
  it('9.11 tell of channels, members, client events and cache misses, signed', async () => {
    open();
    const server: LiveServer = await openLiveServer();
    server.hub.watcher = webhookWatcher(webhooks.tell);
    try {
      const [one, two] = [await server.client(), await server.client()];
      await one.subscribe('presence-room', { user_id: '1' });
      await two.subscribe('presence-room', { user_id: '2' });
      two.send({ event: 'client-typing', channel: 'presence-room', data: { on: true } });
      await two.drain();
      await one.subscribe('cache-news');
      two.send({ event: 'pusher:unsubscribe', data: { channel: 'presence-room' } });
      await two.drain();
      one.socket.terminate();
      await expect.poll(() => heard().length).toBe(10);
      expect(heard()).toEqual([
        { name: 'channel_occupied', channel: 'presence-room' },
        { name: 'member_added', channel: 'presence-room', user_id: '1' },
        { name: 'member_added', channel: 'presence-room', user_id: '2' },
        {
          ...{ name: 'client_event', channel: 'presence-room', event: 'client-typing' },
          ...{ data: '{"on":true}', socket_id: two.socketId, user_id: '2' },
        },
        { name: 'channel_occupied', channel: 'cache-news' },
        { name: 'cache_miss', channel: 'cache-news' },
        { name: 'member_removed', channel: 'presence-room', user_id: '2' },
        { name: 'member_removed', channel: 'presence-room', user_id: '1' },
        { name: 'channel_vacated', channel: 'presence-room' },
        { name: 'channel_vacated', channel: 'cache-news' },
      ]);
      expect(calls[0]?.timeMs).toBe(clock.nowMs());
    } finally {
      await server.close();
    }
  });

  it('9.12 are sent again until they are taken: in order, byte for byte', async () => {
    open();
    statuses = [500, 302, 404];
    webhooks.tell(occupied(1));
    await expect.poll(() => calls.length).toBeGreaterThan(0);
    webhooks.tell(occupied(2));
    await expect.poll(() => webhooks.health.delivered, { timeout: 15_000 }).toBe(2);
    expect(new Set(calls.slice(0, 4).map((call) => call.body)).size).toBe(1);
    expect(heard().slice(-2)).toEqual([occupied(1), occupied(2)]);
    expect(webhooks.health).toEqual({ waiting: 0, delivered: 2, dropped: 0 });
  });

  it('9.13 wait in a bounded queue, and not for ever', async () => {
    open({ maxWaiting: 50, giveUpAfterMs: 1_000, urls: ['http://127.0.0.1:1/nobody'] });
    for (let n = 0; n < 80; n += 1) webhooks.tell(occupied(n));
    expect(webhooks.health).toEqual({ waiting: 50, delivered: 0, dropped: 30 });
    const turning = setInterval(() => clock.advance(1_000), 50);
    try {
      await expect.poll(() => webhooks.health.dropped, { timeout: 15_000 }).toBe(80);
    } finally {
      clearInterval(turning);
    }
    expect(webhooks.health.waiting).toBe(0);
  });

  it('9.14 that wait at the end are tried once more', async () => {
    open();
    for (let n = 0; n < 250; n += 1) webhooks.tell(occupied(n));
    await webhooks.close();
    expect(heard()).toEqual(Array.from({ length: 250 }, (_, n) => occupied(n)));
    expect(calls.map((call) => call.events.length)).toEqual([100, 100, 50]);
  });
});
