import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { IncomingMessage, Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebConfig } from '#lib/config/web-config.ts';
import { stateForwardedFor, trustList } from './forwarded-for.ts';
import { passDirectly } from './pass-directly.ts';
import { passUpgrade } from './pass-upgrade.ts';
import { passingTarget } from './passing-target.ts';

/**
 * What only the server behind Next can do, because it alone sees the socket:
 * - tell the backend the caller's true address;
 * - join a WebSocket with its target's, and answer 503 when that is away (Next would write bare text);
 * - pass API calls on without rendering anything.
 *
 * The route handlers and proxy.ts beside it do the same for a server that this hook does not reach.
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
    takeUpgrades(server, config, (request) => stateForwardedFor(request, trusted));
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

function takeUpgrades(
  server: Server,
  config: WebConfig,
  stateCaller: (request: IncomingMessage) => void,
): void {
  const own = server.listeners('upgrade');
  server.removeAllListeners('upgrade');
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    stateCaller(request);
    const target = isWebSocket(request) ? passingTarget(request.url ?? '', config) : undefined;
    if (target === undefined)
      for (const listener of own) Reflect.apply(listener, server, [request, socket, head]);
    else passUpgrade(request, socket, head, target);
  });
}

const isWebSocket = (request: IncomingMessage): boolean =>
  request.headers.upgrade?.toLowerCase() === 'websocket';
