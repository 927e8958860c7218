import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { passDirectly } from './pass-directly.ts';
import { passOn } from './pass-on.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Both ways through the web port, as one: a call to `path` at the backend. */
const WAYS: Record<string, (backend: string, path: string, init?: RequestInit) => Promise<Response>> = {
  'through a route handler': (backend, path, init) =>
    passOn({ request: new Request(`http://web${path}`, init), baseUrl: backend, path }),
  directly: async (backend, path, init) => {
    const web = await serve((request, response) =>
      passDirectly(request, response, backend, request.url ?? ''),
    );
    return fetch(`${web}${path}`, init);
  },
};

describe.each(Object.keys(WAYS))('passing on %s', (way) => {
  const call: (typeof WAYS)[string] = (...args) => {
    const through = WAYS[way];
    if (!through) throw new Error(`no way ${way}`);
    return through(...args);
  };

  test('status, headers and body come back as they are', async () => {
    const backend = await serve((request, response) => {
      response.writeHead(409, { ETag: '"3"', 'Set-Cookie': 'backend=1', 'Content-Type': 'text/plain' });
      request.pipe(response);
    });
    const answer = await call(backend, '/api/x', { method: 'POST', body: 'å body' });
    expect(answer.status).toBe(409);
    expect(answer.headers.get('etag')).toBe('"3"');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await answer.text()).toBe('å body');
  });

  test('a 204 and a HEAD have no body', async () => {
    const backend = await serve((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 200 : 204, { 'X-Seen': String(request.method) }).end();
    });
    expect((await call(backend, '/api/x', { method: 'DELETE' })).status).toBe(204);
    const head = await call(backend, '/api/x', { method: 'HEAD' });
    expect([head.status, head.headers.get('x-seen')]).toEqual([200, 'HEAD']);
  });

  test('the answer streams: its first half arrives before the second exists', async () => {
    let finish = () => {};
    const backend = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.write('first');
      finish = () => response.end('second');
    });
    const answer = await call(backend, '/api/x');
    const reader = (answer.body ?? new ReadableStream<Uint8Array>()).getReader();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('first');
    finish();
    expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('second');
  });

  test('nobody there is 503 in the contract’s shape, with the caller’s request id', async () => {
    const backend = await serve(() => undefined);
    const gone = open.pop();
    await new Promise((closed) => gone?.close(closed));
    const answer = await call(backend, '/api/x', {
      method: 'POST',
      body: 'x'.repeat(100_000),
      headers: { 'X-Request-Id': 'request-1' },
    });
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: 'backend_unavailable', request_id: 'request-1' });
  });

  test('a caller that leaves takes the call with it', async () => {
    let arrived = () => {};
    const asked = new Promise<void>((resolve) => (arrived = resolve));
    let left = () => {};
    const ended = new Promise<void>((resolve) => (left = resolve));
    const backend = await serve((request) => {
      request.socket.once('close', left);
      arrived();
    });
    const controller = new AbortController();
    const answer = call(backend, '/api/x', { signal: controller.signal }).catch(() => undefined);
    await asked;
    controller.abort();
    await ended;
    await answer;
  });
});

test('a backend that stays silent is 503 after the timeout', async () => {
  const backend = await serve(() => undefined);
  const answer = await passOn({
    request: new Request('http://web/api/x'),
    baseUrl: backend,
    path: '/api/x',
    timeoutMs: 50,
  });
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ code: 'backend_timeout' });
});
