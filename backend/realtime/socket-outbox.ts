import type { Duplex } from 'node:stream';

/** Sockets with frames for this tick; all are flushed together so that a tick is one write each. */
const dirty = new Set<SocketOutbox>();
let scheduled = false;

function flushAll(): void {
  scheduled = false;
  const outboxes = [...dirty];
  dirty.clear();
  for (const outbox of outboxes) outbox.flush();
}

/**
 * The bounded way out of one socket. Frames written in one tick leave in one system call; while the
 * kernel does not take more they wait here, and past the bound the reader counts as slow.
 */
export class SocketOutbox {
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #blocked = false;
  #closed = false;
  #sentFrames = 0;
  #sentBytes = 0;

  constructor(
    private readonly socket: Duplex,
    private readonly maxQueuedBytes: number,
    private readonly onOverflow: () => void,
  ) {
    socket.on('drain', () => {
      this.#blocked = false;
      this.flush();
    });
  }

  /** Bytes that have not reached the kernel yet. */
  get queuedBytes(): number {
    return this.#waitingBytes + this.socket.writableLength;
  }

  /** Frames that were given to `send`, and their bytes. */
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
    this.#waiting.push(frame);
    this.#waitingBytes += frame.length;
    if (this.#blocked) {
      if (this.queuedBytes > this.maxQueuedBytes) {
        this.close();
        this.onOverflow();
      }
      return;
    }
    dirty.add(this);
    if (!scheduled) {
      scheduled = true;
      setImmediate(flushAll);
    }
  }

  /** Hands over what waits; called at the end of the tick, and before a close frame. */
  flush(): void {
    if (this.#closed || this.#blocked || this.#waiting.length === 0) return;
    const frames = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const [only] = frames;
    if (frames.length === 1 && only !== undefined) {
      this.#blocked = !this.socket.write(only);
      return;
    }
    this.socket.cork();
    for (const frame of frames) this.#blocked = !this.socket.write(frame);
    this.socket.uncork();
    // Uncorking may have emptied the buffer at once; `drain` then comes as well, and unblocks.
    this.#blocked = this.socket.writableNeedDrain;
  }

  /** Forgets what waits; nothing is sent afterwards. */
  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    dirty.delete(this);
  }
}
