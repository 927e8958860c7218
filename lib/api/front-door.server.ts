import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage, Server, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebConfig } from '#lib/config/web-config.ts';
import { awayAnswer } from './error-answer.ts';
import { stateForwardedFor, trustList } from './forwarded-for.ts';
import { passDirectly } from './pass-directly.ts';
import { passingTarget } from './passing-target.ts';

/**
 * What only the server behind Next can do, because it alone sees the socket:
 * - tell the backend the caller's true address;
 * - answer an upgrade with 503 when its target is away (Next would write bare text into the socket);
 * - pass API calls on without rendering anything. The route handlers beside it do the same for a server
 *   that this hook does not reach.
 *
 * Node's diagnostics channels lead to the server that `next start` made.
 */
export function openFrontDoor(config: WebConfig): void {
  const trusted = trustList(config.trustedProxies);
  subscribe('http.server.request.start', (message) => {
    const request = field(message, 'request');
    if (request instanceof IncomingMessage) stateForwardedFor(request, trusted);
  });

  const known = new WeakSet<Server>();
  subscribe('net.server.socket', (message) => {
    const server = field(field(message, 'socket'), 'server');
    if (!(server instanceof Server) || known.has(server)) return;
    known.add(server);
    takeCalls(server, config);
    guardUpgrades(server, config, (request) => stateForwardedFor(request, trusted));
  });
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

function takeCalls(server: Server, config: WebConfig): void {
  const pages = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const target = passingTarget(request.url ?? '', config);
    if (target === undefined) for (const page of pages) Reflect.apply(page, server, [request, response]);
    else passDirectly(request, response, target.baseUrl, target.path);
  });
}

function guardUpgrades(
  server: Server,
  config: WebConfig,
  stateCaller: (request: IncomingMessage) => void,
): void {
  const passing = server.listeners('upgrade');
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    stateCaller(request);
    // Until the pass-through listens itself, a caller that leaves must not end the process.
    const ignore = () => undefined;
    socket.once('error', ignore);
    const target = passingTarget(request.url ?? '', config);
    void (target === undefined ? Promise.resolve(true) : answers(target.baseUrl)).then(async (up) => {
      socket.removeListener('error', ignore);
      if (socket.destroyed) return;
      if (!up) return refuse(socket);
      for (const listener of passing) Reflect.apply(listener, server, [request, socket, head]);
    });
  });
}

const REACH_TIMEOUT_MS = 2_000;

function answers(origin: string): Promise<boolean> {
  const { hostname, port, protocol } = new URL(origin);
  return new Promise((resolve) => {
    const probe = connect({
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
      timeout: REACH_TIMEOUT_MS,
    });
    const end = (up: boolean) => {
      probe.destroy();
      resolve(up);
    };
    probe.once('connect', () => end(true));
    probe.once('timeout', () => end(false));
    probe.once('error', () => end(false));
  });
}

async function refuse(socket: Duplex): Promise<void> {
  const answer = awayAnswer();
  const body = await answer.text();
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = Buffer.byteLength(body);
  socket.on('error', () => socket.destroy());
  socket.end(
    `HTTP/1.1 503 Service Unavailable\r\n${headers}Content-Length: ${length}\r\nConnection: close\r\n\r\n${body}`,
  );
}
