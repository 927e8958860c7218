import type { Duplex } from 'node:stream';
import { DirectWriter } from '#lib/sockets/direct-writer.ts';

/** Sockets with frames for this tick; all are flushed together so that a tick is one write each. */
let dirty: SocketOutbox[] = [];
let scheduled = false;

function flushAll(): void {
  scheduled = false;
  const outboxes = dirty;
  dirty = [];
  for (const outbox of outboxes) outbox.flush();
}

/**
 * The bounded way out of one socket. Frames written in one tick leave in one system call; while the
 * kernel does not take more they wait here, and past the bound the reader counts as slow.
 */
export class SocketOutbox {
  /** Most of the time nothing or one frame waits, so a list is made for the second only. */
  #first: Buffer | null = null;
  #more: Buffer[] | null = null;
  #waitingBytes = 0;
  #isDirty = false;
  #blocked = false;
  #closed = false;
  #sentFrames = 0;
  #sentBytes = 0;
  readonly #direct: DirectWriter;

  constructor(
    private readonly socket: Duplex,
    private readonly maxQueuedBytes: number,
    private readonly onOverflow: () => void,
  ) {
    this.#direct = new DirectWriter(socket);
  }

  /** Bytes that have not reached the kernel yet. */
  get queuedBytes(): number {
    return this.#waitingBytes + this.socket.writableLength;
  }

  /** Frames and bytes that were taken so far, sent or still waiting. */
  get sentFrames(): number {
    return this.#sentFrames;
  }

  get sentBytes(): number {
    return this.#sentBytes;
  }

  send(frame: Buffer): void {
    if (this.#closed) return;
    this.#sentFrames += 1;
    this.#sentBytes += frame.length;
    this.#waitingBytes += frame.length;
    if (this.#first === null) this.#first = frame;
    else if (this.#more === null) this.#more = [frame];
    else this.#more.push(frame);
    if (this.#blocked) {
      if (this.queuedBytes > this.maxQueuedBytes) {
        this.close();
        this.onOverflow();
      }
      return;
    }
    if (this.#isDirty) return;
    this.#isDirty = true;
    dirty.push(this);
    if (scheduled) return;
    scheduled = true;
    setImmediate(flushAll);
  }

  /** Hands over what waits; called at the end of the tick, and before a close frame. */
  flush(): void {
    this.#isDirty = false;
    const first = this.#first;
    if (first === null || this.#closed || this.#blocked) return;
    const more = this.#more;
    this.#first = null;
    this.#more = null;
    this.#waitingBytes = 0;
    // The good-bye has been said already; what came after it is for nobody.
    if (this.socket.writableEnded) return;
    if (more !== null) this.#writeTogether(first, more);
    else {
      const taken = this.#direct.write(first);
      if (taken === first.length) return;
      this.socket.write(taken === 0 ? first : first.subarray(taken));
    }
    if (!this.socket.writableNeedDrain) return;
    this.#blocked = true;
    this.socket.once('drain', () => this.#unblock());
  }

  /** Forgets what waits; nothing is sent afterwards. */
  close(): void {
    this.#closed = true;
    this.#first = null;
    this.#more = null;
    this.#waitingBytes = 0;
  }

  #writeTogether(first: Buffer, more: readonly Buffer[]): void {
    const { socket } = this;
    socket.cork();
    socket.write(first);
    for (const frame of more) socket.write(frame);
    socket.uncork();
  }

  #unblock(): void {
    this.#blocked = false;
    this.flush();
  }
}
