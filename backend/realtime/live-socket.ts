import type { Duplex } from 'node:stream';
import type { RawData, WebSocket } from 'ws';
import { SocketOutbox } from './socket-outbox.ts';
import type { SocketTraffic } from './socket-traffic.ts';

/** How long a client that was told to go may take to answer the close frame. */
const CLOSE_GRACE_MS = 3_000;

export interface LiveSocketOptions {
  readonly webSocket: WebSocket;
  /** The stream under the WebSocket, as the upgrade gave it: frames are written there, framed once. */
  readonly stream: Duplex;
  readonly maxQueuedBytes: number;
  readonly nowMs: () => number;
  /** The reader was too slow; its queue is dropped and the socket is being closed. */
  onSlow(): void;
}

/**
 * One accepted socket: frames out through the bounded outbox, frames in through `ws`, which also
 * answers control frames. Both write whole frames to the same stream, so they cannot mix.
 */
export class LiveSocket implements SocketTraffic {
  readonly #outbox: SocketOutbox;
  readonly #webSocket: WebSocket;
  readonly #options: LiveSocketOptions;
  #heardAtMs: number;
  #pingedAtMs: number | null = null;
  #closing = false;
  #messagesIn = 0;
  #bytesIn = 0;

  constructor(options: LiveSocketOptions) {
    this.#options = options;
    this.#webSocket = options.webSocket;
    this.#heardAtMs = options.nowMs();
    this.#outbox = new SocketOutbox(options.stream, options.maxQueuedBytes, () => {
      options.onSlow();
      // 4100 lets a client come back after a pause; it may never read this, and is cut off then.
      this.close(4100, 'Reading too slowly');
    });
    const heard = () => {
      this.#heardAtMs = options.nowMs();
      this.#pingedAtMs = null;
    };
    options.webSocket.on('message', (data) => {
      this.#messagesIn += 1;
      this.#bytesIn += sizeOf(data);
      heard();
    });
    options.webSocket.on('ping', heard);
    options.webSocket.on('pong', heard);
  }

  get queuedBytes(): number {
    return this.#outbox.queuedBytes;
  }

  get messagesIn(): number {
    return this.#messagesIn;
  }

  get messagesOut(): number {
    return this.#outbox.sentFrames;
  }

  get bytesIn(): number {
    return this.#bytesIn;
  }

  get bytesOut(): number {
    return this.#outbox.sentBytes;
  }

  readonly send = (frame: Buffer): void => this.#outbox.send(frame);

  /** Sends what waits, then the close frame; a client that does not answer is cut off. */
  readonly close = (code: number, reason: string): void => {
    if (this.#closing) return;
    this.#closing = true;
    this.#outbox.flush();
    this.#outbox.close();
    if (this.#webSocket.isPaused) this.#webSocket.resume();
    this.#webSocket.close(code, reason);
    const timer = setTimeout(() => this.#webSocket.terminate(), CLOSE_GRACE_MS);
    this.#webSocket.once('close', () => clearTimeout(timer));
  };

  /** Closes after a delay, for a client that is to slow down; until then nothing more is read. */
  readonly closeLater = (code: number, reason: string, delayMs: number): void => {
    if (this.#closing) return;
    this.#outbox.flush();
    this.#webSocket.pause();
    const timer = setTimeout(() => this.close(code, reason), delayMs);
    this.#webSocket.once('close', () => clearTimeout(timer));
  };

  /** Drops the socket without a word. */
  terminate(): void {
    this.#closing = true;
    this.#outbox.close();
    this.#webSocket.terminate();
  }

  /** Resolves when the socket is gone. */
  whenClosed(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#webSocket.readyState === this.#webSocket.CLOSED) resolve();
      else this.#webSocket.once('close', () => resolve());
    });
  }

  /** The stream is gone: forget what waits. */
  closed(): void {
    this.#closing = true;
    this.#outbox.close();
  }

  /**
   * @returns what silence calls for: `ping` once after `pingAfterMs`, `dead` when that stayed
   * unanswered for `pongTimeoutMs`
   */
  silence(pingAfterMs: number, pongTimeoutMs: number): 'none' | 'ping' | 'dead' {
    if (this.#closing) return 'none';
    const nowMs = this.#options.nowMs();
    if (this.#pingedAtMs !== null) return nowMs - this.#pingedAtMs >= pongTimeoutMs ? 'dead' : 'none';
    if (nowMs - this.#heardAtMs < pingAfterMs) return 'none';
    this.#pingedAtMs = nowMs;
    return 'ping';
  }

  /** A WebSocket ping, which every client answers by itself. */
  ping(): void {
    this.#webSocket.ping();
  }
}

const sizeOf = (data: RawData): number =>
  Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
