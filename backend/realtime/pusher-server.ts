import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import type { Clock } from '#backend/platform/clock.ts';
import type { Hub } from './hub.ts';
import { LiveSocket } from './live-socket.ts';
import { PusherConnection } from './pusher-connection.ts';
import { errorFrame, established, PING } from './pusher-frames.ts';
import type { AppCredentials } from './signature.ts';
import { newSocketId } from './socket-id.ts';
import { clientAddress } from './client-address.ts';
import { isOriginAllowed } from './origin-policy.ts';

export interface PusherServerOptions {
  readonly hub: Hub;
  readonly app: AppCredentials;
  readonly clock: Clock;
  readonly log: Logger;
  readonly allowedOrigins: readonly string[];
  readonly publicUrl: string;
  readonly trustedProxies: readonly string[];
}

/** How often silent sockets are looked for. */
const SILENCE_SWEEP_MS = 5_000;
/** Sockets that hear a refusal before they are closed; beyond this many they are simply cut. */
const MAX_REFUSALS_AT_ONCE = 1_000;
const SUPPORTED_PROTOCOLS: readonly string[] = ['5', '6', '7'];

export interface PusherServer {
  /** Takes an upgrade of `/app/{key}`. */
  upgrade(request: IncomingMessage, stream: Duplex, head: Buffer, url: URL): void;
  /** Looks for silent sockets now, as the timer does. */
  sweep(): void;
  close(): Promise<void>;
}

export const messageText = (data: RawData): string =>
  Array.isArray(data)
    ? Buffer.concat(data).toString('utf8')
    : data instanceof ArrayBuffer
      ? Buffer.from(data).toString('utf8')
      : data.toString('utf8');

interface Arrival {
  readonly webSocket: WebSocket;
  readonly stream: Duplex;
  readonly request: IncomingMessage;
}

/** The Pusher protocol's WebSocket side: admission, frames in, silence, farewell. */
export function createPusherServer(options: PusherServerOptions): PusherServer {
  const { hub, app, clock, log } = options;
  const sockets = new Map<LiveSocket, PusherConnection>();
  const refusals = new Set<NodeJS.Timeout>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: hub.limits.maxMessageBytes,
    perMessageDeflate: false,
    clientTracking: false,
  });

  /** Says why, and ends the socket with the same code. */
  const refuse = ({ webSocket, stream, request }: Arrival, code: number, reason: string, delayMs: number) => {
    const address = clientAddress(request, options.trustedProxies);
    hub.activity.record({ event: 'socket.refused', kind: 'pusher', address, code, reason });
    webSocket.on('error', () => webSocket.terminate());
    const end = () => {
      stream.write(errorFrame(code, reason));
      webSocket.close(code, reason);
    };
    if (delayMs === 0) {
      end();
      return;
    }
    const timer = setTimeout(() => {
      refusals.delete(timer);
      end();
    }, delayMs);
    refusals.add(timer);
  };

  const accept = ({ webSocket, stream, request }: Arrival) => {
    const nowMs = () => clock.nowMs();
    const socketId = newSocketId();
    const socket = new LiveSocket({
      webSocket,
      stream,
      maxQueuedBytes: hub.limits.maxQueuedBytes,
      nowMs,
      onSlow: () => {
        log.warn({ socketId }, 'socket closed: it reads too slowly');
        hub.leave(socketId, { code: 4100, reason: 'Reading too slowly' });
      },
    });
    const address = clientAddress(request, options.trustedProxies);
    const connection = new PusherConnection({ hub, app, transport: socket, socketId, address, nowMs });
    sockets.set(socket, connection);
    hub.open(connection);
    webSocket.on('message', (data: RawData) => connection.received(messageText(data)));
    // ws has answered with the right close code already (1002, 1007, 1009); there is nothing to add.
    webSocket.on('error', (error) => log.debug({ socketId, err: error }, 'socket error'));
    webSocket.on('close', (code, reason) => {
      socket.closed();
      sockets.delete(socket);
      hub.leave(socketId, { code, reason: reason.toString('utf8') });
    });
    socket.send(established(socketId, hub.limits.activityTimeoutSeconds));
  };

  const admit = (arrival: Arrival, url: URL) => {
    const { request } = arrival;
    const protocol = url.searchParams.get('protocol');
    if (url.pathname !== `/app/${app.appKey}`) {
      refuse(arrival, 4001, 'Application does not exist', 0);
    } else if (protocol !== null && !SUPPORTED_PROTOCOLS.includes(protocol)) {
      refuse(arrival, 4007, 'Unsupported protocol version', 0);
    } else if (!isOriginAllowed(request.headers, options.allowedOrigins, options.publicUrl)) {
      refuse(arrival, 4009, 'Origin not allowed', 0);
    } else if (hub.connectionCount >= hub.limits.maxConnections) {
      refuse(arrival, 4100, 'Over capacity', hub.limits.overloadDelayMs);
    } else {
      accept(arrival);
    }
  };

  const sweep = () => {
    const { pingAfterMs, pongTimeoutMs } = hub.limits;
    for (const [socket, connection] of sockets) {
      switch (socket.silence(pingAfterMs, pongTimeoutMs)) {
        case 'ping':
          socket.send(PING);
          break;
        case 'dead':
          connection.end(4201, 'Pong reply not received in time');
          break;
        case 'none':
          break;
      }
    }
  };
  const timer = setInterval(sweep, SILENCE_SWEEP_MS);
  timer.unref();

  return {
    upgrade: (request, stream, head, url) => {
      if (refusals.size >= MAX_REFUSALS_AT_ONCE) {
        stream.destroy();
        return;
      }
      server.handleUpgrade(request, stream, head, (webSocket) => admit({ webSocket, stream, request }, url));
    },
    sweep,
    close: async () => {
      clearInterval(timer);
      for (const pending of refusals) clearTimeout(pending);
      refusals.clear();
      await Promise.all([...sockets.keys()].map((socket) => farewell(socket, sockets)));
      server.close();
    },
  };
}

/** Closes with 1001, which clients take as "come again soon"; resolves once the socket is gone. */
async function farewell(socket: LiveSocket, sockets: Map<LiveSocket, PusherConnection>): Promise<void> {
  const gone = socket.whenClosed();
  socket.close(1001, 'Server is restarting');
  await gone;
  sockets.delete(socket);
}
