import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** Sockets with frames for this tick; all are flushed together so that a tick is one write each. */
let dirty: SocketOutbox[] = [];
let scheduled = false;

function flushAll(): void {
  scheduled = false;
  const outboxes = dirty;
  dirty = [];
  for (const outbox of outboxes) outbox.flush();
}

const NONE: readonly Buffer[] = [];

/** What `Writable` itself passes for a Buffer; the published types know text encodings only. */
interface DirectlyWritable {
  _write(chunk: Buffer, encoding: BufferEncoding | 'buffer', callback: (error?: Error | null) => void): void;
}

/**
 * The bounded way out of one socket. Frames written in one tick leave in one system call; while the
 * kernel does not take more they wait here, and past the bound the reader counts as slow.
 *
 * A single frame, the common case, goes to the stream's own `_write` and not through `write`: the
 * bookkeeping of a Writable (buffer, callbacks, two ticks) costs about as much as everything else that
 * this process does for a frame, and the queue that it would keep is kept here. Both ways end in the
 * same queue of the operating system's stream, so whole frames of either keep their order.
 */
export class SocketOutbox {
  /** Most of the time nothing or one frame waits, so a list is made for the second only. */
  #first: Buffer | null = null;
  #more: Buffer[] | null = null;
  #waitingBytes = 0;
  /** Bytes of a direct write that the kernel has not taken yet. */
  #pendingBytes = 0;
  #isDirty = false;
  #blocked = false;
  #closed = false;
  #sentFrames = 0;
  #sentBytes = 0;
  readonly #direct: DirectlyWritable | null;

  constructor(
    private readonly socket: Duplex,
    private readonly maxQueuedBytes: number,
    private readonly onOverflow: () => void,
  ) {
    this.#direct = socket instanceof Socket ? socket : null;
  }

  /** Bytes that have not reached the kernel yet. */
  get queuedBytes(): number {
    return this.#waitingBytes + this.#pendingBytes + this.socket.writableLength;
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
    const more = this.#more ?? NONE;
    this.#first = null;
    this.#more = null;
    this.#waitingBytes = 0;
    // The good-bye has been said already; what came after it is for nobody.
    if (this.socket.writableEnded) return;
    if (more.length === 0 && this.#direct !== null && this.socket.writableLength === 0)
      this.#writeDirectly(this.#direct, first);
    else this.#writeThroughStream(first, more);
  }

  /** Forgets what waits; nothing is sent afterwards. */
  close(): void {
    this.#closed = true;
    this.#first = null;
    this.#more = null;
    this.#waitingBytes = 0;
  }

  #writeDirectly(stream: DirectlyWritable, frame: Buffer): void {
    this.#pendingBytes = frame.length;
    // oxlint-disable-next-line eslint/no-underscore-dangle -- the name is Node’s
    stream._write(frame, 'buffer', this.#written);
    // Called back already, in the usual case: the kernel has it all.
    if (this.#pendingBytes > 0) this.#blocked = true;
  }

  readonly #written = (error?: Error | null): void => {
    this.#pendingBytes = 0;
    if (error) this.socket.destroy(error);
    else if (this.#blocked) this.#unblock();
  };

  #writeThroughStream(first: Buffer, more: readonly Buffer[]): void {
    const { socket } = this;
    socket.cork();
    socket.write(first);
    for (const frame of more) socket.write(frame);
    socket.uncork();
    // Uncorking may have emptied the buffer at once.
    if (!socket.writableNeedDrain) return;
    this.#blocked = true;
    socket.once('drain', () => this.#unblock());
  }

  #unblock(): void {
    this.#blocked = false;
    this.flush();
  }
}
