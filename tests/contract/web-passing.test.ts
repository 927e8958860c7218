import { once } from 'node:events';
import PusherClient from 'pusher-js';
import PusherServer from 'pusher';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { z } from 'zod';
import type { Device } from '#lib/protocol/device.ts';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { FLEET_CHANNEL } from '#lib/protocol/channels.ts';
import { openEchoBackend, type EchoBackend } from '#tests/support/echo-backend.ts';
import type { TestPerson } from '#tests/support/people.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';
import { ensureWebBuild, refusedStart, startWeb, type WebServer } from '#tests/support/web-server.ts';

/** The web port passes everything on, by addresses read when it starts: one build for any deployment. */

const SESSION_SECRET = 'a-session-secret-for-tests-of-the-web-port';
const webEnv = (backendUrl: string, appKey: string) => ({
  BACKEND_URL: backendUrl,
  NEXTAUTH_SECRET: SESSION_SECRET,
  REVERB_APP_KEY: appKey,
});

beforeAll(ensureWebBuild, 180_000);

describe('one build, started against two backends', () => {
  const open: { close(): Promise<void> }[] = [];
  const sites: { backend: TestBackend; web: WebServer; key: string; dispatcher: TestPerson }[] = [];

  beforeAll(async () => {
    for (const key of ['key-one', 'key-two']) {
      const backend = await openTestBackend({ env: { REVERB_APP_KEY: key } });
      open.push(backend);
      const web = await startWeb(webEnv(backend.url, key));
      open.push(web);
      sites.push({ backend, web, key, dispatcher: await backend.makePerson({ role: 'dispatcher' }) });
    }
  }, 60_000);
  afterAll(async () => {
    for (const part of open.reverse()) await part.close();
  });

  const site = (index: number) => {
    const found = sites[index];
    if (!found) throw new Error('the site did not open');
    return found;
  };
  const userThrough = (web: WebServer, token: string) =>
    fetch(`${web.url}/api/user`, { headers: { Authorization: `Bearer ${token}` } });

  test('plain calls with a bearer token reach each one’s own backend', async () => {
    for (const index of [0, 1]) {
      const own = await userThrough(site(index).web, site(index).dispatcher.token);
      expect(own.status).toBe(200);
      const other = await userThrough(site(1 - index).web, site(index).dispatcher.token);
      expect(other.status).toBe(401);
    }
  });

  test('a body of 1 MB is 413 from the backend, not a backend that is away', async () => {
    const { web, dispatcher } = site(0);
    for (let round = 0; round < 5; round += 1) {
      const answer = await fetch(`${web.url}/api/tickets`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${dispatcher.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ notes: 'x'.repeat(1_000_000) }),
      });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: 'too_large' });
    }
  });

  test('a phone reports through the web port, and its identifier is in none of the logs', async () => {
    const { backend, web, dispatcher } = site(0);
    const { driverId } = await backend.makeDriver();
    const { body } = await backend.api<{ data: Device }>(`/api/drivers/${driverId}/devices`, {
      token: dispatcher.token,
      body: { name: 'Phone' },
    });
    const identifier = body.data.token ?? '';
    const report = (id: string, init?: RequestInit) =>
      fetch(`${web.url}/api/ingest/osmand?id=${id}&lat=57.7&lon=11.9`, init);
    expect((await report(identifier)).status).toBe(200);
    expect((await report(identifier, { method: 'POST' })).status).toBe(200);
    expect((await report('nobody-knows-this-phone')).status).toBe(401);
    expect(identifier).toHaveLength(24);
    expect(web.log()).not.toContain(identifier);
    expect(web.log()).not.toContain('nobody-knows-this-phone');
  });

  test.each([0, 1])('pusher-js and the broker’s HTTP API work through web port %i', async (index) => {
    const { web, key, dispatcher } = site(index);
    const { hostname, port } = new URL(web.url);
    const client = new PusherClient(key, {
      cluster: '',
      wsHost: hostname,
      wsPort: Number(port),
      forceTLS: false,
      enabledTransports: ['ws'],
      disableStats: true,
      channelAuthorization: {
        transport: 'ajax',
        endpoint: `${web.url}/api/broadcasting/auth`,
        headers: { Authorization: `Bearer ${dispatcher.token}` },
      },
    });
    try {
      const channel = client.subscribe(FLEET_CHANNEL);
      await new Promise<void>((resolve, reject) => {
        channel.bind('pusher:subscription_succeeded', () => resolve());
        channel.bind('pusher:subscription_error', (error: unknown) =>
          reject(new Error(JSON.stringify(error))),
        );
      });
      const heard = new Promise((resolve) => channel.bind('test.event', resolve));
      const server = new PusherServer({
        appId: 'test-app',
        key,
        secret: 'test-only-secret-of-more-than-32-bytes',
        host: hostname,
        port,
        useTLS: false,
      });
      await server.trigger(FLEET_CHANNEL, 'test.event', { from: index });
      expect(await heard).toEqual({ from: index });
    } finally {
      client.disconnect();
    }
  });

  test('a key of the other deployment is refused by this one’s broker', async () => {
    const socket = new WebSocket(`${site(0).web.url.replace('http', 'ws')}/app/key-two?protocol=7`);
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(String(message)).toMatch(/pusher:error.*4001/);
    socket.close();
  });
});

describe('what is passed on', () => {
  let backend: EchoBackend;
  let web: WebServer;
  beforeAll(async () => {
    backend = await openEchoBackend();
    web = await startWeb(webEnv(backend.url, 'key'));
  }, 60_000);
  afterAll(async () => {
    await web.close();
    await backend.close();
  });

  const Echo = z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    bytes: z.number(),
  });
  const call = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${web.url}${path}`, init);
    return { response, echo: Echo.parse(await response.json()) };
  };

  test('method, path, query and the contract’s headers arrive, the answer’s come back', async () => {
    const { response, echo } = await call('/api/tickets/7?page=2', {
      method: 'PATCH',
      headers: { Authorization: 'Bearer t', 'If-Match': '"6"', 'Idempotency-Key': 'k-1' },
      body: '{}',
    });
    expect(echo).toMatchObject({
      method: 'PATCH',
      url: '/api/tickets/7?page=2',
      headers: { authorization: 'Bearer t', 'if-match': '"6"', 'idempotency-key': 'k-1' },
      bytes: 2,
    });
    expect(response.headers.get('etag')).toBe('"7"');
  });

  test.each(['/api/deep/er', '/ws/driver', '/app/key', '/apps/1/events'])('%s is passed on', async (path) => {
    expect((await call(path)).echo.url).toBe(path);
  });

  test('cookies stay on their side', async () => {
    const { response, echo } = await call('/api/tickets', {
      headers: { Cookie: 'next-auth.session-token=x' },
    });
    expect(echo.headers['cookie']).toBeUndefined();
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('the backend learns the caller’s address, not what the caller claims', async () => {
    const { echo } = await call('/api/tickets', { headers: { 'X-Forwarded-For': '6.6.6.6' } });
    expect(echo.headers['x-forwarded-for']).toBe('127.0.0.1');
    expect(echo.headers['x-forwarded-host']).toBe(new URL(web.url).host);
  });

  test('a body larger than any buffer arrives whole', async () => {
    const { echo } = await call('/api/attachments', {
      method: 'POST',
      body: new Uint8Array(12 * 1024 * 1024),
    });
    expect(echo.bytes).toBe(12 * 1024 * 1024);
  });

  test('an upgrade on /ws carries its token as a header, out of every log’s reach', async () => {
    const socket = new WebSocket(`${web.url.replace('http', 'ws')}/ws/client/7?token=secret-token&v=2`, {
      headers: { Cookie: 'next-auth.session-token=x', 'X-Forwarded-For': '6.6.6.6' },
    });
    const [hello] = (await once(socket, 'message')) as [Buffer];
    const seen = Echo.pick({ url: true, headers: true }).parse(JSON.parse(String(hello)));
    expect(seen.url).toBe('/ws/client/7?v=2');
    expect(seen.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      'x-forwarded-for': '127.0.0.1',
    });
    expect(seen.headers['cookie']).toBeUndefined();
    const echoed = once(socket, 'message');
    socket.send('both ways');
    expect(String((await echoed)[0])).toBe('both ways');
    socket.close();
  });
});

describe('a backend that is away', () => {
  let web: WebServer;
  beforeAll(async () => {
    const gone = await openEchoBackend();
    await gone.close();
    web = await startWeb(webEnv(gone.url, 'key'));
  }, 60_000);
  afterAll(() => web.close());

  test.each(['/api/tickets', '/apps/1/channels'])('%s answers 503 in the contract’s shape', async (path) => {
    const response = await fetch(`${web.url}${path}`, { method: 'POST', body: '{}' });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(ErrorBody.parse(await response.json()).code).toBe('backend_unavailable');
  });

  test.each(['/app/key', '/ws/driver?token=secret-token'])(
    'the upgrade of %s answers 503 too',
    async (path) => {
      const socket = new WebSocket(`${web.url.replace('http', 'ws')}${path}`);
      const status = await new Promise((resolve, reject) => {
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.once('open', () => reject(new Error('it opened')));
      });
      expect(status).toBe(503);
      expect(web.log()).not.toContain('secret-token');
    },
  );

  test('the login page is there and says so', async () => {
    const response = await fetch(`${web.url}/login`);
    expect(response.status).toBe(200);
  });
});

describe('settings that cannot be used', () => {
  test.each([
    [{ BACKEND_URL: 'not a url' }, /BACKEND_URL must be a URL/],
    [{ NEXTAUTH_URL: 'https://dispatch.example.com', NEXTAUTH_SECRET: '' }, /NEXTAUTH_SECRET is missing/],
    [
      { NEXTAUTH_URL: 'https://dispatch.example.com', NEXTAUTH_SECRET: 'short' },
      /NEXTAUTH_SECRET is shorter/,
    ],
    [{ DATA_DIR: 'package.json/data', NEXTAUTH_SECRET: '' }, /DATA_DIR/],
  ])('%o stops the start with a sentence', async (env, sentence) => {
    const { code, output } = await refusedStart(env);
    expect(code).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/\n\s+at /);
  });
});
