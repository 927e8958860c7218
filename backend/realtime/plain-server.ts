import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { bearerToken } from '#backend/api/authenticate.ts';
import { asRefusal } from '#backend/api/errors.ts';
import type { Backend } from '#backend/platform/backend.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { Projection } from '#lib/protocol/projection.ts';
import { clientAddress } from './client-address.ts';
import type { StoredFix } from './fleet-feed.ts';
import { LiveSocket } from './live-socket.ts';
import { isOriginAllowed } from './origin-policy.ts';
import { FORBIDDEN, PlainConnection, plainFrame, TRY_LATER, UNAUTHENTICATED } from './plain-connection.ts';
import {
  follows,
  locationMessage,
  plainProjection,
  shareFacts,
  snapshotMessage,
  statusMessage,
} from './plain-feed.ts';
import { identify, parsePlainPath, type PlainPath } from './plain-identity.ts';
import { decodePlainMessage } from './plain-message.ts';
import type { PositionShare } from './position-shares.ts';
import { messageText } from './pusher-server.ts';
import { newSocketId } from './socket-id.ts';

/** A socket that has not said who it is within this time is closed. */
const AUTH_WITHIN_MS = 5_000;
const SILENCE_SWEEP_MS = 5_000;
/** What may wait while a token is looked up. */
const MAX_EARLY_FRAMES = 50;

export interface PlainServer {
  /** Takes an upgrade of `/ws/driver`, `/ws/client` or `/ws/client/{ticketId}`; false for any other path. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer, url: URL): boolean;
  /** A ticket has changed; `ticket` is the staff view. */
  ticketChanged(ticket: Ticket): void;
  /** A fix has become durable; `shares` are the tickets whose people may see it. */
  fixStored(fix: StoredFix, shares: readonly PositionShare[]): void;
  close(): Promise<void>;
}

/** The gateway for apps that speak no Pusher protocol (contract, section 4). */
export function createPlainServer(backend: Backend): PlainServer {
  const { hub, clock, log, config } = backend;
  const sockets = new Map<LiveSocket, PlainConnection>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: hub.limits.maxMessageBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });

  const admit = async (
    connection: PlainConnection,
    path: PlainPath,
    token: string,
    byFrame: boolean,
  ): Promise<boolean> => {
    try {
      const identity = await identify(backend, path, token);
      if (path.kind === 'client') connection.holdForSnapshot();
      connection.admit(identity);
      if (byFrame) connection.send(plainFrame({ type: 'auth_ok' }));
      if (path.kind === 'client') connection.snapshot(await snapshotMessage(backend, identity));
      return true;
    } catch (error) {
      const refusal = asRefusal(error);
      if (refusal === undefined) log.error({ err: error }, 'unexpected error');
      const code =
        refusal === undefined || refusal.status === 503
          ? TRY_LATER
          : refusal.status === 401
            ? UNAUTHENTICATED
            : FORBIDDEN;
      connection.end(code, refusal?.message ?? 'Something went wrong on our side.', refusal?.code);
      return false;
    }
  };

  const accept = (
    webSocket: WebSocket,
    stream: Duplex,
    request: IncomingMessage,
    url: URL,
    path: PlainPath,
  ) => {
    const socketId = newSocketId();
    const socket = new LiveSocket({
      webSocket,
      stream,
      maxQueuedBytes: hub.limits.maxQueuedBytes,
      nowMs: () => clock.nowMs(),
      onSlow: () => {
        log.warn({ socketId }, 'socket closed: it reads too slowly');
        hub.leave(socketId, { code: TRY_LATER, reason: 'Reading too slowly' });
      },
    });
    const address = clientAddress(request, config.trustedProxies);
    const connection = new PlainConnection({ backend, transport: socket, socketId, address });
    sockets.set(socket, connection);
    /** Frames that came before it was known who sent them. */
    const early: string[] = [];
    let stage: 'waiting' | 'asking' | 'open' = 'waiting';
    const deadline = setTimeout(
      () => connection.end(UNAUTHENTICATED, 'Say who you are within 5 seconds.', 'unauthenticated'),
      AUTH_WITHIN_MS,
    );
    const ask = async (token: string, byFrame: boolean) => {
      stage = 'asking';
      clearTimeout(deadline);
      if (!(await admit(connection, path, token, byFrame))) return;
      stage = 'open';
      for (const text of early.splice(0)) connection.received(text);
    };
    webSocket.on('message', (data: RawData) => {
      const text = messageText(data);
      if (stage === 'open') {
        connection.received(text);
      } else if (stage === 'asking') {
        if (early.length >= MAX_EARLY_FRAMES) connection.end(TRY_LATER, 'Too many messages.');
        else early.push(text);
      } else {
        const message = decodePlainMessage(text, clock.nowMs());
        if (message.type === 'auth') void ask(message.token, true);
        else connection.end(UNAUTHENTICATED, 'The first frame must be auth.', 'unauthenticated');
      }
    });
    // ws has answered with the right close code already; there is nothing to add.
    webSocket.on('error', (error) => log.debug({ socketId, err: error }, 'socket error'));
    webSocket.on('close', (code, reason) => {
      clearTimeout(deadline);
      socket.closed();
      sockets.delete(socket);
      connection.closed({ code, reason: reason.toString('utf8') });
    });
    const token = bearerToken(request.headers.authorization) ?? url.searchParams.get('token');
    if (token !== null) void ask(token, false);
  };

  const timer = setInterval(() => {
    const { pingAfterMs, pongTimeoutMs } = hub.limits;
    for (const socket of sockets.keys()) {
      const silence = socket.silence(pingAfterMs, pongTimeoutMs);
      if (silence === 'ping') socket.ping();
      else if (silence === 'dead') socket.terminate();
    }
  }, SILENCE_SWEEP_MS);
  timer.unref();

  return {
    upgrade: (request, stream, head, url) => {
      const path = parsePlainPath(url.pathname);
      if (path === undefined) return false;
      if (
        hub.connectionCount + sockets.size >= hub.limits.maxConnections ||
        !isOriginAllowed(request.headers, config.allowedOrigins, config.publicUrl)
      ) {
        const address = clientAddress(request, config.trustedProxies);
        hub.activity.record({ event: 'socket.refused', kind: 'plain', address, code: 403 });
        stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return true;
      }
      server.handleUpgrade(request, stream, head, (webSocket) =>
        accept(webSocket, stream, request, url, path),
      );
      return true;
    },
    ticketChanged: (ticket) => {
      if (sockets.size === 0) return;
      const facts = {
        ...{ ticketId: ticket.id, customerId: ticket.customer.id },
        driverId: ticket.driver?.id ?? null,
      };
      const frames = new Map<Projection, Buffer>();
      for (const connection of sockets.values()) {
        const { identity } = connection;
        if (identity === null || !follows(identity, facts)) continue;
        const projection = plainProjection(identity);
        const frame = frames.get(projection) ?? plainFrame(statusMessage(ticket, projection));
        frames.set(projection, frame);
        connection.tellStatus(ticket.id, ticket.version, frame);
      }
    },
    fixStored: (fix, shares) => {
      for (const share of sockets.size === 0 ? [] : shares) {
        const frame = plainFrame(locationMessage(share.ticketId, fix));
        const facts = shareFacts(share);
        for (const connection of sockets.values())
          if (connection.identity !== null && isReader(connection.identity, facts)) connection.tell(frame);
      }
    },
    close: async () => {
      clearInterval(timer);
      await Promise.all(
        [...sockets.keys()].map((socket) => {
          const gone = socket.whenClosed();
          socket.close(1001, 'Server is restarting');
          return gone;
        }),
      );
      server.close();
    },
  };
}

/** A driver is not told the driver's own positions. */
const isReader = (
  identity: NonNullable<PlainConnection['identity']>,
  facts: ReturnType<typeof shareFacts>,
): boolean => identity.actor.role !== 'driver' && follows(identity, facts);
