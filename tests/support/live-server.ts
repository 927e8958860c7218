import { createServer } from 'node:http';
import { once } from 'node:events';
import { getRequestListener } from '@hono/node-server';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import type { Clock } from '#backend/platform/clock.ts';
import { Hub } from '#backend/realtime/hub.ts';
import { pusherHttpApi } from '#backend/realtime/http-api.ts';
import type { RealtimeLimits } from '#backend/realtime/limits.ts';
import { createPusherServer, type PusherServer } from '#backend/realtime/pusher-server.ts';
import { channelSignature, userSignature, type AppCredentials } from '#backend/realtime/signature.ts';
import { ManualClock } from './manual-clock.ts';

/** The realtime server alone, on a free port: no database, no rights but signatures. */

export const APP: AppCredentials = {
  appId: '100001',
  appKey: 'rigkey',
  appSecret: 'a-secret-of-a-test-that-is-long-enough',
};

export interface LiveServer {
  readonly hub: Hub;
  readonly clock: ManualClock;
  readonly port: number;
  readonly pusher: PusherServer;
  /** A raw client that has heard `connection_established`. */
  client(): Promise<RawClient>;
  /** A socket that may be refused; `query` without the question mark. */
  open(path?: string, headers?: Record<string, string>): RawClient;
  close(): Promise<void>;
}

export interface LiveServerOptions {
  readonly limits?: Partial<RealtimeLimits>;
  readonly allowedOrigins?: readonly string[];
  readonly port?: number;
  readonly clock?: ManualClock;
  readonly hubClock?: Clock;
  readonly refuseReplays?: boolean;
}

export async function openLiveServer(options: LiveServerOptions = {}): Promise<LiveServer> {
  const clock = options.clock ?? new ManualClock();
  const hub = new Hub(clock, options.limits);
  const log = pino({ level: 'silent' });
  const pusher = createPusherServer({
    ...{ hub, clock, log, app: APP, publicUrl: 'http://dispatch.example', trustedProxies: [] },
    allowedOrigins: options.allowedOrigins ?? [],
  });
  const api = pusherHttpApi({ hub, app: APP, clock, refuseReplays: options.refuseReplays ?? false });
  const server = createServer(getRequestListener(api.fetch));
  server.on('upgrade', (request, stream, head) =>
    pusher.upgrade(request, stream, head, new URL(`http://host${request.url ?? '/'}`)),
  );
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const clients = new Set<RawClient>();
  const open: LiveServer['open'] = (
    path = `/app/${APP.appKey}?protocol=7&client=js&version=8.6.0`,
    headers = {},
  ) => {
    const client = new RawClient(new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers }));
    clients.add(client);
    return client;
  };
  return {
    ...{ hub, clock, port, pusher, open },
    client: async () => {
      const client = open();
      await client.established();
      return client;
    },
    close: async () => {
      for (const client of clients) client.socket.terminate();
      await pusher.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Frame {
  readonly event: string;
  readonly channel?: string;
  readonly data?: unknown;
  readonly user_id?: unknown;
}

/** A WebSocket whose frames are awaited one by one. */
export class RawClient {
  readonly frames: string[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  socketId = '';
  #waiting: (() => void)[] = [];

  constructor(readonly socket: WebSocket) {
    socket.on('message', (data) => {
      this.frames.push(String(data));
      for (const wake of this.#waiting.splice(0)) wake();
    });
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) =>
      socket.once('close', (code, reason) => {
        resolve({ code, reason: reason.toString() });
        for (const wake of this.#waiting.splice(0)) wake();
      }),
    );
  }

  /** The next frame as its text; waits for it. */
  async nextText(): Promise<string> {
    for (;;) {
      const text = this.frames.shift();
      if (text !== undefined) return text;
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('closed before a frame came');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** The next frame, its `data` decoded where it is a JSON string. */
  async next(): Promise<Frame> {
    return decoded(await this.nextText());
  }

  async established(): Promise<string> {
    const frame = await this.next();
    if (frame.event !== 'pusher:connection_established') throw new Error(`got ${JSON.stringify(frame)}`);
    this.socketId = (frame.data as { socket_id: string }).socket_id;
    return this.socketId;
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  /** Subscribes with a right signature where one is needed, and returns the answer. */
  async subscribe(channel: string, channelData?: unknown): Promise<Frame> {
    const data = channelData === undefined ? undefined : JSON.stringify(channelData);
    const needsAuth = /^(?:private|presence)-/u.test(channel);
    this.send({
      event: 'pusher:subscribe',
      data: {
        channel,
        ...(needsAuth ? { auth: channelSignature(APP, this.socketId, channel, data) } : {}),
        ...(data === undefined ? {} : { channel_data: data }),
      },
    });
    return this.next();
  }

  async signIn(id: string): Promise<Frame> {
    const userData = JSON.stringify({ id });
    this.send({
      event: 'pusher:signin',
      data: { auth: userSignature(APP, this.socketId, userData), user_data: userData },
    });
    return this.next();
  }

  /** Everything that has arrived once the server has answered a ping sent now. */
  async drain(): Promise<Frame[]> {
    this.send({ event: 'pusher:ping', data: {} });
    const before: Frame[] = [];
    for (;;) {
      const frame = await this.next();
      if (frame.event === 'pusher:pong') return before;
      before.push(frame);
    }
  }
}

function decoded(text: string): Frame {
  const frame = JSON.parse(text) as Frame;
  if (typeof frame.data !== 'string') return frame;
  try {
    return { ...frame, data: JSON.parse(frame.data) as unknown };
  } catch {
    // A publisher may send text that is no JSON.
    return frame;
  }
}
