import { on, once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { passUpgrade } from './pass-upgrade.ts';

const open: Server[] = [];
const sockets = new Set<Duplex>();
afterEach(async () => {
  // An upgraded socket is no longer its server's to close.
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
});

async function listening(server: Server): Promise<number> {
  open.push(server);
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A web port whose upgrades go to `backend`; upgraded sockets are closed with it. */
async function webPort(backend: Server, timeoutMs?: number): Promise<number> {
  const baseUrl = `http://127.0.0.1:${await listening(backend)}`;
  const web = createServer();
  web.on('upgrade', (request, socket, head) =>
    passUpgrade(request, socket, head, { baseUrl, path: request.url ?? '' }, timeoutMs),
  );
  return listening(web);
}

/** A backend that greets with what it was asked, then says everything back. */
function echoBackend(): Server {
  const server = createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket, { url, headers }: IncomingMessage) => {
    socket.send(JSON.stringify({ url, headers }));
    socket.on('message', (message, isBinary) => socket.send(message, { binary: isBinary }));
  });
  return server;
}

const refusal = (socket: WebSocket): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    socket.once('unexpected-response', (_request, response) => resolve(response));
    socket.once('open', () => reject(new Error('it opened')));
  });

describe('passing an upgrade on', () => {
  test('what follows the request’s head in the same packet is not lost', async () => {
    const port = await webPort(echoBackend());
    const client = connect(port, '127.0.0.1');
    const frame = Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]); // masked text "hi"
    const head = [
      ...['GET /app/key HTTP/1.1', 'Host: web', 'Connection: Upgrade', 'Upgrade: websocket'],
      ...['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', '', ''],
    ];
    client.write(Buffer.concat([Buffer.from(head.join('\r\n')), frame]));
    let heard = '';
    client.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      if (heard.endsWith('hi')) client.end();
    });
    await once(client, 'close');
    expect(heard).toMatch(/^HTTP\/1\.1 101 Switching Protocols\r\n/u);
    expect(heard).toContain('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  });

  test('a token in a /ws address becomes its header, unless there is one; on /app it is none of ours', async () => {
    const port = await webPort(echoBackend());
    const seen = async (path: string, headers = {}): Promise<unknown> => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers });
      const [hello] = (await once(socket, 'message')) as [Buffer];
      socket.close();
      const { url, headers: got } = JSON.parse(String(hello)) as IncomingMessage;
      return [url, got.authorization];
    };
    expect(await seen('/ws/driver?token=a%20b&v=2')).toEqual(['/ws/driver?v=2', 'Bearer a b']);
    expect(await seen('/ws/driver?token=t', { authorization: 'Bearer own' })).toEqual([
      '/ws/driver',
      'Bearer own',
    ]);
    expect(await seen('/app/key?token=t')).toEqual(['/app/key?token=t', undefined]);
  });

  test('frames of every length arrive as they were sent, in order', async () => {
    const port = await webPort(echoBackend());
    const socket = new WebSocket(`ws://127.0.0.1:${port}/app/key`);
    await once(socket, 'message');
    const sent = [1, 125, 126, 65_535, 65_536, 1_000_000].map((length) => 'x'.repeat(length));
    for (const message of sent) socket.send(message);
    const back: string[] = [];
    for await (const [message] of onMessages(socket)) {
      back.push(message);
      if (back.length === sent.length) break;
    }
    expect(back).toEqual(sent);
    socket.close();
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1005);
  });

  test('a refusal comes back with its status, headers and body', async () => {
    const backend = createServer().on('upgrade', (_request, socket) => {
      socket.end('HTTP/1.1 401 Unauthorized\r\nX-Why: no-token\r\nContent-Length: 2\r\n\r\n{}');
    });
    const response = await refusal(new WebSocket(`ws://127.0.0.1:${await webPort(backend)}/ws/driver`));
    expect([response.statusCode, response.headers['x-why'], await text(response)]).toEqual([
      401,
      'no-token',
      '{}',
    ]);
  });

  test('a target that stays silent is 503 after the limit, in the contract’s shape', async () => {
    const backend = createServer().on('upgrade', () => undefined);
    const response = await refusal(new WebSocket(`ws://127.0.0.1:${await webPort(backend, 50)}/app/key`));
    expect(response.statusCode).toBe(503);
    expect(ErrorBody.parse(JSON.parse(await text(response))).code).toBe('backend_timeout');
  });

  test('a caller that leaves before the answer takes the upgrade with it', async () => {
    const backend = createServer();
    const asked = once(backend, 'upgrade') as Promise<[IncomingMessage, Duplex]>;
    const client = new WebSocket(`ws://127.0.0.1:${await webPort(backend)}/app/key`);
    client.on('error', () => undefined);
    const [, upstream] = await asked;
    client.terminate();
    await once(upstream.resume(), 'end');
  });
});

async function* onMessages(socket: WebSocket): AsyncGenerator<[string]> {
  for await (const [message] of on(socket, 'message') as AsyncIterable<[Buffer]>) yield [String(message)];
}
