import Pusher from 'pusher';
import { afterEach, describe, expect, it } from 'vitest';
import { APP, openLiveServer, type LiveServer, type LiveServerOptions } from '#tests/support/live-server.ts';
import { bodyMd5, requestSignature } from './signature.ts';

/** Named by the rules of docs/PROTOCOL.md; the caller is Pusher's own library. */

let server: LiveServer;
let library: Pusher;
const start = async (options: LiveServerOptions = {}) => {
  server = await openLiveServer(options);
  library = new Pusher({
    appId: APP.appId,
    key: APP.appKey,
    secret: APP.appSecret,
    host: '127.0.0.1',
    port: String(server.port),
    useTLS: false,
  });
};
afterEach(() => server.close());

/** A signed call made by hand, for what the library would not send. */
async function call(
  method: 'GET' | 'POST',
  path: string,
  body: string | undefined,
  over: Record<string, string> = {},
): Promise<{ status: number; body: unknown }> {
  const query: Record<string, string> = {
    auth_key: APP.appKey,
    auth_timestamp: String(Math.floor(server.clock.nowMs() / 1_000)),
    auth_version: '1.0',
    ...(body === undefined ? {} : { body_md5: bodyMd5(Buffer.from(body)) }),
    ...over,
  };
  const signed = { auth_signature: requestSignature(APP.appSecret, method, path, query), ...query };
  const url = `http://127.0.0.1:${server.port}${path}?${new URLSearchParams(signed).toString()}`;
  const answer = await fetch(url, { method, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, body: await answer.json() };
}

const EVENTS = `/apps/${APP.appId}/events`;
const event = JSON.stringify({ name: 'e', channels: ['h'], data: 'x' });

describe('9 the HTTP API', () => {
  it('9.1 publishes to up to a hundred channels, leaving one socket out', async () => {
    await start();
    const [one, two] = [await server.client(), await server.client()];
    await one.subscribe('h');
    await two.subscribe('h');
    await library.trigger('h', 'e', { a: 'ä/€' }, { socket_id: one.socketId });
    expect(await two.next()).toEqual({ event: 'e', data: { a: 'ä/€' }, channel: 'h' });
    expect(await one.drain()).toEqual([]);
    const hundred = Array.from({ length: 100 }, (_, n) => `many-${n}`);
    expect((await library.trigger(hundred, 'e', 'x')).status).toBe(200);
    const tooMany = JSON.stringify({ name: 'e', data: 'x', channels: [...hundred, 'one-more'] });
    expect((await call('POST', EVENTS, tooMany)).status).toBe(400);
  });

  it('9.2 publishes a batch of up to ten in order', async () => {
    await start();
    const client = await server.client();
    await client.subscribe('h');
    const batch = Array.from({ length: 10 }, (_, n) => ({ channel: 'h', name: 'e', data: String(n) }));
    await library.triggerBatch(batch);
    const frames = await client.drain();
    expect(frames.map((frame) => frame.data)).toEqual(batch.map((_, n) => n));
    const eleven = JSON.stringify({ batch: [...batch, batch[0]] });
    expect((await call('POST', `/apps/${APP.appId}/batch_events`, eleven)).status).toBe(400);
  });

  it('9.3 tells channels, subscriptions and users', async () => {
    await start();
    const [one, two] = [await server.client(), await server.client()];
    await one.subscribe('h');
    await two.subscribe('h');
    await one.subscribe('presence-z', { user_id: '5', user_info: {} });
    const get = async (path: string, params = {}) =>
      (await library.get({ path, params })).json() as Promise<unknown>;
    expect(await get('/channels')).toEqual({ channels: { h: {}, 'presence-z': {} } });
    expect(await get('/channels', { filter_by_prefix: 'presence-', info: 'user_count' })).toEqual({
      channels: { 'presence-z': { user_count: 1 } },
    });
    expect(await get('/channels/h', { info: 'occupied,subscription_count' })).toEqual({
      occupied: true,
      subscription_count: 2,
    });
    expect(await get('/channels/none')).toEqual({ occupied: false });
    expect(await get('/channels/presence-z/users')).toEqual({ users: [{ id: '5' }] });
    expect(await get('/connections')).toEqual({ connections: 2 });
    expect((await call('GET', `/apps/${APP.appId}/channels/h/users`, undefined)).status).toBe(400);
    expect((await call('GET', `/apps/${APP.appId}/channels`, undefined, { info: 'user_count' })).status).toBe(
      400,
    );
  });

  it('9.4 answers an event with what is asked about its channels', async () => {
    await start();
    const client = await server.client();
    await client.subscribe('h');
    const body = JSON.stringify({ name: 'e', channels: ['h'], data: 'plain', info: 'subscription_count' });
    expect((await call('POST', EVENTS, body)).body).toEqual({ channels: { h: { subscription_count: 1 } } });
    expect(await client.nextText()).toBe('{"event":"e","data":"plain","channel":"h"}');
  });

  it('9.5 ends a user’s connections with 4009, which is final', async () => {
    await start();
    const [five, six] = [await server.client(), await server.client()];
    await five.subscribe('presence-z', { user_id: '5' });
    await six.signIn('6');
    await library.terminateUserConnections('5');
    expect((await five.closed).code).toBe(4009);
    await library.terminateUserConnections('6');
    expect((await six.closed).code).toBe(4009);
  });

  it.each([
    ['a wrong signature', { auth_signature: '0'.repeat(64) }, 401],
    ['an unknown key', { auth_key: 'other' }, 401],
    ['another version', { auth_version: '2.0' }, 401],
    ['a body that was changed', { body_md5: '0'.repeat(32) }, 401],
    ['a timestamp of 1970', { auth_timestamp: '1' }, 401],
    ['a timestamp that is no number', { auth_timestamp: 'NaN' }, 401],
  ])('9.6 refuses %s', async (_, over, status) => {
    await start();
    expect((await call('POST', EVENTS, event, over)).status).toBe(status);
  });

  it('9.7 takes a clock that is off by up to ten minutes, either way', async () => {
    await start();
    const at = (offset: number) => ({
      auth_timestamp: String(Math.floor(server.clock.nowMs() / 1_000) + offset),
    });
    expect((await call('POST', EVENTS, event, at(-598))).status).toBe(200);
    expect((await call('POST', EVENTS, event, at(598))).status).toBe(200);
    expect((await call('POST', EVENTS, event, at(-602))).status).toBe(401);
    expect((await call('POST', EVENTS, event, at(602))).status).toBe(401);
  });

  it.each([
    ['{nope', 400],
    ['{"name":"e","channels":["h"],"data":{"a":1}}', 400],
    ['{"channels":["h"],"data":"x"}', 400],
    ['{"name":"e","data":"x"}', 400],
    ['{"name":"e","channels":["bad name"],"data":"x"}', 400],
    [JSON.stringify({ name: 'e', channels: ['h'], data: 'x'.repeat(10_241) }), 413],
    [JSON.stringify({ name: 'e', channels: ['h'], data: 'x'.repeat(300_000) }), 413],
  ])('9.8 refuses a body that is no event: %.60s', async (body, status) => {
    await start();
    expect((await call('POST', EVENTS, body)).status).toBe(status);
  });

  it('9.9 does not know another application', async () => {
    await start();
    expect((await call('POST', '/apps/9/events', event)).status).toBe(404);
  });

  it('9.10 refuses the same signed request twice when told to', async () => {
    await start({ refuseReplays: true });
    const at = { auth_timestamp: String(Math.floor(server.clock.nowMs() / 1_000)) };
    expect((await call('POST', EVENTS, event, at)).status).toBe(200);
    expect((await call('POST', EVENTS, event, at)).status).toBe(401);
  });
});
