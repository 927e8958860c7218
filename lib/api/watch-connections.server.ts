import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { connect } from 'node:net';
import { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebConfig } from '#lib/config/web-config.ts';
import { awayAnswer } from './error-answer.ts';
import { stateForwardedFor, trustList } from './forwarded-for.ts';

/**
 * Two things that neither a route nor proxy.ts can do, because only the server sees the socket:
 * tell the backend the caller's true address, and answer an upgrade with 503 when its target is away
 * (Next would write bare text into the socket). Node's diagnostics channels lead to Next's server.
 */
export function watchConnections(config: WebConfig): void {
  const trusted = trustList(config.trustedProxies);
  subscribe('http.server.request.start', (message) => {
    const request = field(message, 'request');
    if (request instanceof IncomingMessage) stateForwardedFor(request, trusted);
  });

  const guarded = new WeakSet<Server>();
  subscribe('net.server.socket', (message) => {
    const server = field(field(message, 'socket'), 'server');
    if (!(server instanceof Server) || guarded.has(server)) return;
    guarded.add(server);
    guardUpgrades(server, (request) => {
      stateForwardedFor(request, trusted);
      return targetOf(request.url ?? '', config);
    });
  });
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

const targetOf = (url: string, config: WebConfig): string | undefined =>
  url.startsWith('/app/') ? config.brokerUrl : url.startsWith('/ws/') ? config.backendUrl : undefined;

/** @param target the origin that an upgrade is going to; undefined for Next's own sockets */
function guardUpgrades(server: Server, target: (request: IncomingMessage) => string | undefined): void {
  const passing = server.listeners('upgrade');
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Until the pass-through listens itself, a caller that leaves must not end the process.
    const ignore = () => undefined;
    socket.once('error', ignore);
    const origin = target(request);
    void (origin === undefined ? Promise.resolve(true) : answers(origin)).then(async (up) => {
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
