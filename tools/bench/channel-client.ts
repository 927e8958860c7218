import type { Agent } from 'node:http';
import { z } from 'zod';
import { postJson } from './bench-people.ts';
import { RawSocket } from './raw-socket.ts';

const Established = z.object({ socket_id: z.string() });
const Signature = z.object({ auth: z.string(), channel_data: z.string().optional() });
/** A ping carries no data. */
const Frame = z.object({ event: z.string(), data: z.unknown().optional() });

/** pusher-js waits this long before it connects again, whatever has happened. */
const RETRY_MS = 1_000;

export interface ChannelClientOptions {
  readonly socketUrl: string;
  readonly authUrl: string;
  readonly agent: Agent;
  readonly token: string;
  readonly channel: string;
  onLive(): void;
  onEvent(event: string, data: unknown): void;
  /** Each answer of the auth endpoint; 0 for none. */
  onAuthStatus(status: number): void;
}

/** One client as pusher-js behaves: connect, ask for a signature, subscribe, and all of it again when cut. */
export class ChannelClient {
  #socket: RawSocket | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isLive = false;
  #closed = false;

  constructor(private readonly options: ChannelClientOptions) {
    this.#connect();
  }

  get isLive(): boolean {
    return this.#isLive;
  }

  cut(): void {
    this.#socket?.cut();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.cut();
  }

  #connect(): void {
    this.#socket = new RawSocket({
      url: new URL(this.options.socketUrl),
      onOpen: () => undefined,
      onText: (socket, buffer, start, end) => this.#received(socket, buffer.toString('utf8', start, end)),
      onGone: () => this.#again(),
    });
  }

  #again(): void {
    this.#isLive = false;
    if (!this.#closed) this.#timer = setTimeout(() => this.#connect(), RETRY_MS);
  }

  #received(socket: RawSocket, text: string): void {
    const { event, data } = Frame.parse(JSON.parse(text));
    switch (event) {
      case 'pusher:connection_established':
        void this.#join(socket, Established.parse(JSON.parse(String(data))).socket_id);
        return;
      case 'pusher_internal:subscription_succeeded':
        this.#isLive = true;
        this.options.onLive();
        return;
      case 'pusher:ping':
        socket.send('{"event":"pusher:pong"}');
        return;
      default:
        this.options.onEvent(event, data);
    }
  }

  async #join(socket: RawSocket, socketId: string): Promise<void> {
    const { agent, authUrl, channel, token } = this.options;
    const question = { socket_id: socketId, channel_name: channel };
    const { status, body } = await postJson(agent, authUrl, question, token);
    this.options.onAuthStatus(status);
    const signature = Signature.safeParse(body);
    // A refused subscription stays so until the next connection, as with pusher-js.
    if (status !== 200 || !signature.success) return;
    socket.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel, ...signature.data } }));
  }
}
