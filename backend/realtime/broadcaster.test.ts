import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadBackendConfig } from '#lib/config/backend-config.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { APP, openLiveServer, type LiveServer, type RawClient } from '#tests/support/live-server.ts';
import type { BroadcastEvent, Broadcaster } from './broadcaster.ts';
import { brokerCalls } from './broker-calls.ts';
import { createBroadcaster } from './create-broadcaster.ts';
import type { ChannelEvent } from './channel-event.ts';
import { Hub } from './hub.ts';
import type { Subscriber } from './subscriber.ts';

/** One suite for every driver; the broker of the remote ones is a live server with a hub of its own. */

const DRIVERS = ['embedded', 'reverb', 'pusher'] as const;
let server: LiveServer;
let broadcaster: Broadcaster;

const configOf = (driver: (typeof DRIVERS)[number], port: number) =>
  loadBackendConfig({
    ...{ BROADCAST_DRIVER: driver, REVERB_APP_ID: APP.appId },
    ...{ REVERB_APP_KEY: APP.appKey, REVERB_APP_SECRET: APP.appSecret },
    ...{ REVERB_HOST: '127.0.0.1', REVERB_PORT: String(port), REVERB_SCHEME: 'http' },
    ...{ PUSHER_APP_ID: APP.appId, PUSHER_APP_KEY: APP.appKey, PUSHER_APP_SECRET: APP.appSecret },
    ...{ PUSHER_HOST: '127.0.0.1', PUSHER_PORT: String(port), PUSHER_SCHEME: 'http' },
  });
const open = async (driver: (typeof DRIVERS)[number]) => {
  server = await openLiveServer();
  const clock = new ManualClock();
  const hub = driver === 'embedded' ? server.hub : new Hub(clock);
  broadcaster = createBroadcaster(configOf(driver, server.port), hub, clock);
  return { clock, hub };
};
const listen = async (...channels: string[]): Promise<RawClient> => {
  const client = await server.client();
  for (const channel of channels) await client.subscribe(channel);
  return client;
};
const heard = async (client: RawClient) => (await client.drain()).map((frame) => [frame.channel, frame.data]);
const event = (data: unknown, ...channels: string[]): BroadcastEvent => ({ channels, event: 'e', data });

afterEach(async () => {
  await broadcaster.close();
  await server.close();
});

describe.each(DRIVERS)('the %s broadcaster', (driver) => {
  beforeEach(() => open(driver));

  it('11.29 sends each event to each of its channels, in order', async () => {
    const client = await listen('a', 'b');
    const sent = Array.from({ length: 25 }, (_, n) =>
      n % 4 === 0 ? event({ n, text: 'ä/€' }, 'a', 'b') : event([n], n % 2 ? 'a' : 'b'),
    );
    await broadcaster.publish(sent);
    const expected = sent.flatMap(({ channels, data }) => channels.map((channel) => [channel, data]));
    expect(await heard(client)).toEqual(expected);
    expect(broadcaster.health.state).toBe('up');
  });

  it('11.22 reaches more channels than one call takes, and leaves out the socket that caused it', async () => {
    const channels = Array.from({ length: 230 }, (_, n) => `many-${n}`);
    const [other, cause] = [await listen('many-0', 'many-150', 'many-229'), await listen('many-0')];
    await broadcaster.publish([{ ...event({ n: 1 }, ...channels), exceptSocketId: cause.socketId }]);
    expect((await heard(other)).map(([channel]) => channel)).toEqual(['many-0', 'many-150', 'many-229']);
    expect(await heard(cause)).toEqual([]);
  });

  it('11.23 tells which channels somebody listens to', async () => {
    await listen('private-admin.fleet', 'private-ticket.1', 'open');
    expect(await broadcaster.occupiedChannels('private-')).toEqual([
      'private-admin.fleet',
      'private-ticket.1',
    ]);
    expect(await broadcaster.occupiedChannels('presence-')).toEqual([]);
    expect(broadcaster.hasSubscribers('private-ticket.2')).not.toBe(true);
    expect(broadcaster.hasSubscribers('private-ticket.1')).not.toBe(false);
  });

  it('11.24 takes nothing to send as sent', async () => {
    await broadcaster.publish([]);
    await broadcaster.publish([event({}, ...[])]);
  });
});

describe.each(['reverb', 'pusher'] as const)('the %s broadcaster', (driver) => {
  it('11.25 says that a killed broker is away, and goes on when it is back', async () => {
    const { clock, hub } = await open(driver);
    const here: string[] = [];
    const plain = { socketId: '1.1', kind: 'plain', deliver: ({ data }: ChannelEvent) => here.push(data) };
    hub.open(plain as unknown as Subscriber);
    hub.subscribe('1.1', 'a');
    expect(broadcaster.health.state).toBe('unknown');
    await broadcaster.publish([event(1, 'a')]);
    const { port } = server;
    await server.close();
    clock.advance(5_000);
    const downSinceMs = clock.nowMs();
    const failure: unknown = await broadcaster.publish([event(2, 'a')]).catch((error: unknown) => error);
    // Not a word of the address: its query holds a signature.
    expect(String(failure)).toMatch(/^BrokerError: The broker cannot be reached \(E[A-Z]+\)\.$/u);
    clock.advance(5_000);
    await expect(broadcaster.publish([event(2, 'a')])).rejects.toThrow();
    expect(broadcaster.health).toMatchObject({ state: 'down', sinceMs: downSinceMs });
    server = await openLiveServer({ port });
    const client = await listen('a');
    await broadcaster.publish([event(2, 'a')]);
    expect(await heard(client)).toEqual([['a', 2]]);
    expect(broadcaster.health).toMatchObject({ state: 'up', sinceMs: clock.nowMs(), error: null });
    // Our own sockets hear what the broker took, once.
    expect(here).toEqual(['1', '2']);
  });

  it('11.26 says that a broker refuses our credentials', async () => {
    await open(driver);
    const other = createBroadcaster(
      { ...configOf('reverb', server.port), appSecret: 'another' },
      ...([server.hub, new ManualClock()] as const),
    );
    await expect(other.publish([event(1, 'a')])).rejects.toThrow('The broker answered 401');
    expect(other.health).toMatchObject({ state: 'down', error: expect.stringContaining('auth_signature') });
    await other.close();
  });

  it('11.27 sends as a reference what the broker finds too large', async () => {
    server = await openLiveServer({ limits: { maxEventDataBytes: 2_000 } });
    const clock = new ManualClock();
    broadcaster = createBroadcaster(configOf(driver, server.port), new Hub(clock), clock);
    const client = await listen('a');
    const large = { id: 7, version: 3, notes: 'x'.repeat(3_000) };
    await broadcaster.publish([event({ n: 1 }, 'a'), event(large, 'a'), event({ n: 2 }, 'a')]);
    const data = [{ n: 1 }, { id: 7, version: 3 }, { n: 2 }];
    expect(await heard(client)).toEqual(data.map((value) => ['a', value]));
    expect(broadcaster.health.state).toBe('up');
  });
});

describe('calls of a broker', () => {
  beforeEach(() => open('embedded'));

  it('11.28 are few: ten events or a hundred channels, and no longer than it takes', () => {
    const small = Array.from({ length: 25 }, (_, n) => event(n, 'a'));
    expect(brokerCalls(small, 10_000).map((call) => call.kind === 'batch' && call.entries.length)).toEqual([
      10, 10, 5,
    ]);
    const wide = event('x', ...Array.from({ length: 101 }, (_, n) => `c-${n}`));
    expect(
      brokerCalls([wide], 10_000).map((call) => call.kind === 'trigger' && call.channels.length),
    ).toEqual([100, 1]);
    const long = Array.from({ length: 5 }, () => event('x'.repeat(4_000), 'a'));
    expect(brokerCalls(long, 10_000).map((call) => call.kind)).toEqual(['batch', 'batch', 'trigger']);
    const quotes = { id: 1, version: 2, notes: '"'.repeat(4_400) };
    const [reference] = brokerCalls([event(quotes, 'a')], 10_000);
    expect(reference?.kind === 'trigger' && reference.data).toBe('{"id":1,"version":2}');
  });
});
