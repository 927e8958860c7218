import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { openLiveServer, type LiveServer, type LiveServerOptions } from '#tests/support/live-server.ts';

/** Named by the rules of docs/PROTOCOL.md. */

let server: LiveServer;
const start = async (options: LiveServerOptions = {}) => (server = await openLiveServer(options));
afterEach(() => server.close());

const invalidMessage = { event: 'pusher:error', data: { code: 4200, message: 'Invalid message format' } };
const error = (code: number) => ({ event: 'pusher:error', data: { code, message: expect.any(String) } });

describe('1 connecting', () => {
  it('1.1 answers an upgrade of /app/{key} with a socket id and the activity timeout', async () => {
    await start();
    const client = server.open();
    expect(await client.next()).toEqual({
      event: 'pusher:connection_established',
      data: { socket_id: expect.stringMatching(/^\d+\.\d+$/), activity_timeout: 30 },
    });
  });

  it('1.2 opens and closes a socket with an unknown key with 4001', async () => {
    await start();
    const client = server.open('/app/nokey?protocol=7');
    expect(await client.nextText()).toBe(
      '{"event":"pusher:error","data":"{\\"code\\":4001,\\"message\\":\\"Application does not exist\\"}"}',
    );
    expect((await client.closed).code).toBe(4001);
  });

  it('1.3 closes an unsupported protocol version with 4007 and takes a missing one', async () => {
    await start();
    const odd = server.open('/app/rigkey?protocol=99');
    expect(await odd.next()).toEqual(error(4007));
    expect((await odd.closed).code).toBe(4007);
    expect(await server.open('/app/rigkey').established()).toMatch(/\./);
  });

  it('1.4 refuses a foreign origin with 4009 when origins are set, and never the page’s own', async () => {
    await start({ allowedOrigins: ['https://partner.example'] });
    const at = (origin: string, headers = {}) => server.open('/app/rigkey', { origin, ...headers });
    const foreign = at('https://evil.example');
    expect(await foreign.next()).toEqual(error(4009));
    expect((await foreign.closed).code).toBe(4009);
    await at('https://partner.example').established();
    await at('http://dispatch.example').established();
    await at(`http://127.0.0.1:${server.port}`).established();
    await at('https://proxied.example', { 'x-forwarded-host': 'proxied.example' }).established();
    await server.open('/app/rigkey').established();
  });

  it('1.5 tells a socket beyond the limit 4100, and only after a delay', async () => {
    await start({ limits: { maxConnections: 1, overloadDelayMs: 150 } });
    await server.client();
    const startedMs = performance.now();
    const late = server.open();
    expect(await late.next()).toEqual(error(4100));
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(140);
    expect((await late.closed).code).toBe(4100);
  });

  it('1.6 answers a plain GET with 426', async () => {
    await start();
    const answer = await fetch(`http://127.0.0.1:${server.port}/app/rigkey`);
    expect(answer.status).toBe(426);
  });
});

describe('2 messages', () => {
  it.each([
    '{nope',
    '42',
    '"x"',
    '[]',
    'null',
    '{}',
    '{"event":"pusher:frobnicate","data":{}}',
    '{"event":5}',
  ])('2.1 answers %s with the error 4200 and stays open', async (text) => {
    await start();
    const client = await server.client();
    client.send(text);
    expect(await client.next()).toEqual(invalidMessage);
    client.send({ event: 'pusher:ping' });
    expect(await client.nextText()).toBe('{"event":"pusher:pong"}');
  });

  it('2.2 takes 10,000 bytes and closes with 1009 at one more', async () => {
    await start();
    const client = await server.client();
    const padded = (length: number) => {
      const empty = '{"event":"pusher:ping","data":{"p":""}}';
      return empty.replace('""', `"${'x'.repeat(length - empty.length)}"`);
    };
    client.send(padded(10_000));
    expect(await client.next()).toEqual({ event: 'pusher:pong' });
    client.send(padded(10_001));
    expect((await client.closed).code).toBe(1009);
  });

  it('2.3 takes data as JSON text, binary frames and fragments like any other message', async () => {
    await start();
    const client = await server.client();
    client.send({ event: 'pusher:subscribe', data: '{"channel":"pub"}' });
    expect((await client.next()).event).toBe('pusher_internal:subscription_succeeded');
    client.socket.send(Buffer.from('{"event":"pusher:ping"}'), { binary: true });
    expect(await client.next()).toEqual({ event: 'pusher:pong' });
    client.socket.send('{"event":"pus', { fin: false });
    client.socket.send('her:ping"}', { fin: true });
    expect(await client.next()).toEqual({ event: 'pusher:pong' });
  });

  it('2.4 closes a flood of messages with 4100', async () => {
    await start({ limits: { messageBurst: 20, messagesPerSecond: 1, overloadDelayMs: 150 } });
    const client = await server.client();
    for (let n = 0; n < 30; n += 1) client.send({ event: 'pusher:ping' });
    for (let n = 0; n < 20; n += 1) expect((await client.next()).event).toBe('pusher:pong');
    expect(await client.next()).toEqual(error(4100));
    const toldMs = performance.now();
    expect((await client.closed).code).toBe(4100);
    // A client comes back a second after the close: at once, a flood would go on.
    expect(performance.now() - toldMs).toBeGreaterThanOrEqual(100);
    expect(client.frames).toEqual([]);
  });

  it('2.5 pings a silent socket after a minute and drops it with 4201 when nothing comes back', async () => {
    await start();
    const silent = await server.client();
    const lively = await server.client();
    server.clock.advance(59_000);
    server.pusher.sweep();
    lively.send({ event: 'pusher:ping' });
    expect(await lively.next()).toEqual({ event: 'pusher:pong' });
    server.clock.advance(1_000);
    server.pusher.sweep();
    expect(await silent.nextText()).toBe('{"event":"pusher:ping"}');
    server.clock.advance(30_000);
    server.pusher.sweep();
    expect(await silent.next()).toEqual(error(4201));
    expect((await silent.closed).code).toBe(4201);
    expect(await lively.drain()).toEqual([]);
  });

  it('2.6 counts any frame as a sign of life, a control frame too', async () => {
    await start();
    const client = await server.client();
    server.clock.advance(60_000);
    server.pusher.sweep();
    expect(await client.next()).toEqual({ event: 'pusher:ping' });
    client.socket.ping();
    await once(client.socket, 'pong');
    server.clock.advance(30_000);
    server.pusher.sweep();
    expect(await client.drain()).toEqual([]);
  });

  it('2.7 says good-bye with 1001, which clients take as "come again"', async () => {
    await start();
    const client = await server.client();
    await server.pusher.close();
    expect((await client.closed).code).toBe(1001);
  });
});

describe('3 subscribing', () => {
  it('3.1 joins a public channel without a signature and receives its events', async () => {
    await start();
    const client = await server.client();
    expect(await client.subscribe('pub')).toEqual({
      event: 'pusher_internal:subscription_succeeded',
      data: {},
      channel: 'pub',
    });
    server.hub.publish(['pub', 'other'], 'e', '{"n":1}');
    expect(await client.nextText()).toBe('{"event":"e","data":"{\\"n\\":1}","channel":"pub"}');
  });

  it('3.2 joins a private channel with the right signature', async () => {
    await start();
    const client = await server.client();
    expect((await client.subscribe('private-x')).event).toBe('pusher_internal:subscription_succeeded');
  });

  it.each([
    ['a wrong signature', `rigkey:${'0'.repeat(64)}`],
    ['no signature', undefined],
    ['a signature of another key', 'otherkey:abc'],
  ])('3.3 names channel and reason when it refuses %s, and stays open', async (_, auth) => {
    await start();
    const client = await server.client();
    client.send({ event: 'pusher:subscribe', data: { channel: 'private-x', auth } });
    expect(await client.next()).toEqual({
      event: 'pusher:subscription_error',
      channel: 'private-x',
      data: { type: 'AuthError', status: 401, code: 'bad_signature', error: expect.any(String) },
    });
    server.hub.publish(['private-x'], 'e', '{}');
    expect(await client.drain()).toEqual([]);
  });

  it.each(['bad name!/ü', '', 'x'.repeat(165), '#server-to-user-1'])(
    '3.4 refuses %j as a channel name',
    async (channel) => {
      await start();
      const client = await server.client();
      client.send({ event: 'pusher:subscribe', data: { channel } });
      expect((await client.next()).event).toBe('pusher:subscription_error');
    },
  );

  it('3.5 delivers once to a channel joined twice, and nothing after unsubscribe', async () => {
    await start();
    const client = await server.client();
    await client.subscribe('pub');
    await client.subscribe('pub');
    server.hub.publish(['pub'], 'e', '1');
    expect(await client.drain()).toHaveLength(1);
    client.send({ event: 'pusher:unsubscribe', data: { channel: 'pub' } });
    client.send({ event: 'pusher:unsubscribe', data: { channel: 'never' } });
    expect(await client.drain()).toEqual([]);
    server.hub.publish(['pub'], 'e', '2');
    expect(await client.drain()).toEqual([]);
  });

  it('3.6 refuses more channels than a connection may have', async () => {
    await start({ limits: { maxChannelsPerConnection: 2 } });
    const client = await server.client();
    await client.subscribe('a');
    await client.subscribe('b');
    expect(await client.subscribe('c')).toMatchObject({
      event: 'pusher:subscription_error',
      channel: 'c',
      data: { status: 429, code: 'too_many_channels' },
    });
  });

  it('3.7 forgets a channel with its last subscriber', async () => {
    await start();
    const client = await server.client();
    await client.subscribe('pub');
    expect(server.hub.hasSubscribers('pub')).toBe(true);
    client.socket.close();
    await client.closed;
    await expect.poll(() => server.hub.connectionCount).toBe(0);
    expect(server.hub.hasSubscribers('pub')).toBe(false);
  });
});

describe('4 presence', () => {
  const member = (id: string | number, name: string) => ({ user_id: id, user_info: { name } });

  it('4.1 tells a joiner who is there, and the others of a user’s first and last socket only', async () => {
    await start();
    const [one, again, two] = [await server.client(), await server.client(), await server.client()];
    expect((await one.subscribe('presence-r', member('1', 'One'))).data).toEqual({
      presence: { count: 1, ids: ['1'], hash: { 1: { name: 'One' } } },
    });
    await again.subscribe('presence-r', member('1', 'One'));
    expect(await one.drain()).toEqual([]);
    expect((await two.subscribe('presence-r', member('2', 'Zwei ä'))).data).toEqual({
      presence: { count: 2, ids: ['1', '2'], hash: { 1: { name: 'One' }, 2: { name: 'Zwei ä' } } },
    });
    expect(await one.next()).toEqual({
      event: 'pusher_internal:member_added',
      channel: 'presence-r',
      data: member('2', 'Zwei ä'),
    });
    again.socket.close();
    await again.closed;
    two.send({ event: 'pusher:unsubscribe', data: { channel: 'presence-r' } });
    expect(await one.next()).toEqual({
      event: 'pusher_internal:member_removed',
      channel: 'presence-r',
      data: { user_id: '2' },
    });
    expect(server.hub.presence('presence-r')?.ids).toEqual(['1']);
  });

  it('4.2 keeps a numeric user id numeric', async () => {
    await start();
    const client = await server.client();
    expect((await client.subscribe('presence-n', member(7, 'n'))).data).toEqual({
      presence: { count: 1, ids: [7], hash: { 7: { name: 'n' } } },
    });
  });

  it.each([{ user_info: {} }, { user_id: null }, 'x', { user_id: 'x'.repeat(129) }])(
    '4.3 refuses channel data %j',
    async (data) => {
      await start();
      const client = await server.client();
      expect(await client.subscribe('presence-o', data)).toMatchObject({
        event: 'pusher:subscription_error',
        data: { code: 'invalid_channel_data' },
      });
    },
  );

  it('4.4 refuses a member beyond the limit, and counts users rather than sockets', async () => {
    await start({ limits: { maxPresenceMembers: 1 } });
    const [one, again, two] = [await server.client(), await server.client(), await server.client()];
    await one.subscribe('presence-r', member('1', 'One'));
    expect((await again.subscribe('presence-r', member('1', 'One'))).event).toMatch(/succeeded/);
    expect(await two.subscribe('presence-r', member('2', 'Two'))).toMatchObject({
      data: { code: 'too_many_members' },
    });
  });

  it('4.5 removes a member whose socket breaks', async () => {
    await start();
    const [one, two] = [await server.client(), await server.client()];
    await one.subscribe('presence-r', member('1', 'One'));
    await two.subscribe('presence-r', member('2', 'Two'));
    await one.next();
    two.socket.terminate();
    expect((await one.next()).event).toBe('pusher_internal:member_removed');
  });
});

describe('5 client events', () => {
  const pair = async () => {
    const [from, to] = [await server.client(), await server.client()];
    await from.subscribe('private-c');
    await to.subscribe('private-c');
    return { from, to };
  };

  it('5.1 reach the others of a private channel and not their sender', async () => {
    await start();
    const { from, to } = await pair();
    from.send({ event: 'client-x', data: { n: 1 }, channel: 'private-c' });
    expect(await to.nextText()).toBe('{"event":"client-x","channel":"private-c","data":{"n":1}}');
    expect(await from.drain()).toEqual([]);
  });

  it('5.2 carry the sender’s user id on presence channels, and never a forged one', async () => {
    await start();
    const [from, to] = [await server.client(), await server.client()];
    await to.subscribe('presence-c', { user_id: '1' });
    await from.subscribe('presence-c', { user_id: '2' });
    await to.next();
    from.send({ event: 'client-x', data: { x: 1 }, channel: 'presence-c', user_id: 'forged', extra: 1 });
    expect(await to.nextText()).toBe(
      '{"event":"client-x","channel":"presence-c","data":{"x":1},"user_id":"2"}',
    );
  });

  it('5.3 need a subscription of their sender', async () => {
    await start();
    const { to } = await pair();
    const outsider = await server.client();
    outsider.send({ event: 'client-x', data: {}, channel: 'private-c' });
    expect(await outsider.next()).toEqual(error(4009));
    expect(await to.drain()).toEqual([]);
  });

  it.each(['pub', 'private-encrypted-c', 'cache-c'])('5.4 are refused on %s with 4301', async (channel) => {
    await start();
    const client = await server.client();
    await client.subscribe(channel);
    await client.drain();
    client.send({ event: 'client-x', data: {}, channel });
    expect(await client.next()).toEqual(error(4301));
  });

  it('5.5 beyond ten a second are refused with the frame 4301, and the socket stays', async () => {
    await start();
    const { from, to } = await pair();
    for (let n = 0; n < 12; n += 1) from.send({ event: 'client-x', data: { n }, channel: 'private-c' });
    expect(await from.drain()).toEqual([error(4301), error(4301)]);
    expect(await to.drain()).toHaveLength(10);
    server.clock.advance(1_000);
    from.send({ event: 'client-x', data: { n: 13 }, channel: 'private-c' });
    expect(await from.drain()).toEqual([]);
    expect(await to.drain()).toHaveLength(1);
  });
});

describe('6 cache channels', () => {
  it('6.1 answer a joiner with a miss, or with the last event', async () => {
    await start();
    const first = await server.client();
    await first.subscribe('cache-k');
    expect(await first.nextText()).toBe('{"event":"pusher:cache_miss","channel":"cache-k"}');
    server.hub.publish(['cache-k'], 'e', '{"v":1}');
    server.hub.publish(['cache-k'], 'e', '{"v":2}');
    const second = await server.client();
    await second.subscribe('cache-k');
    expect(await second.next()).toEqual({ event: 'e', data: { v: 2 }, channel: 'cache-k' });
  });

  it('6.2 forget their event after its time', async () => {
    await start({ limits: { cacheTtlMs: 1_000 } });
    server.hub.publish(['private-cache-k'], 'e', '{}');
    server.clock.advance(1_000);
    const client = await server.client();
    await client.subscribe('private-cache-k');
    expect((await client.next()).event).toBe('pusher:cache_miss');
  });

  it('6.3 remember a bounded number of channels, the oldest going first', async () => {
    await start({ limits: { maxCachedChannels: 2 } });
    for (const name of ['cache-a', 'cache-b', 'cache-c']) server.hub.publish([name], 'e', '{}');
    const client = await server.client();
    await client.subscribe('cache-a');
    expect((await client.next()).event).toBe('pusher:cache_miss');
    await client.subscribe('cache-c');
    expect((await client.next()).event).toBe('e');
  });
});

describe('7 users', () => {
  it('7.1 sign in by signature and then have a channel of their own', async () => {
    await start();
    const client = await server.client();
    expect(await client.signIn('42')).toEqual({
      event: 'pusher:signin_success',
      data: { user_data: '{"id":"42"}' },
    });
    expect((await client.subscribe('#server-to-user-42')).event).toMatch(/succeeded/);
    expect((await client.subscribe('#server-to-user-43')).event).toBe('pusher:subscription_error');
    server.hub.publish(['#server-to-user-42'], 'hello', '{}');
    expect((await client.next()).event).toBe('hello');
  });

  it('7.3 have a bounded number of sockets', async () => {
    await start({ limits: { maxConnectionsPerUser: 1 } });
    const [one, two] = [await server.client(), await server.client()];
    expect((await one.signIn('42')).event).toBe('pusher:signin_success');
    expect((await one.signIn('42')).event).toBe('pusher:signin_success');
    expect(await two.signIn('42')).toEqual(error(4009));
    one.socket.terminate();
    await expect.poll(() => server.hub.connectionCount).toBe(1);
    expect((await two.signIn('42')).event).toBe('pusher:signin_success');
  });

  it('7.4 are one at a time on a socket: another sign-in leaves the former one’s channel', async () => {
    await start();
    const client = await server.client();
    await client.signIn('42');
    await client.subscribe('#server-to-user-42');
    await client.signIn('43');
    server.hub.publish(['#server-to-user-42'], 'hello', '{}');
    expect(await client.drain()).toEqual([]);
    expect(server.hub.socketsOfUser('42')).toEqual([]);
    expect(server.hub.socketsOfUser('43')).toHaveLength(1);
  });

  it('7.2 are told when the signature is wrong', async () => {
    await start();
    const client = await server.client();
    client.send({ event: 'pusher:signin', data: { auth: 'rigkey:x', user_data: '{"id":"42"}' } });
    expect(await client.next()).toEqual(error(4009));
  });
});
