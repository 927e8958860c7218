import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Hands frames to the kernel without the stream in between, which costs as much again as the system call
 * on a good machine: no request object, no callback, no tick. Only when nothing waits in the stream, so
 * the order stays.
 */
export class DirectWriter {
  readonly #socket: Socket | null;
  #handle: unknown = null;
  #descriptor = -1;

  constructor(socket: Duplex) {
    this.#socket = socket instanceof Socket && !('encrypted' in socket) ? socket : null;
  }

  /**
   * @returns how many bytes the kernel has taken; the caller writes the rest, or an error's whole frame,
   *   through the stream, which knows what to do with both. 0 where this cannot be done: TLS, Windows, a
   *   stream that is no socket or is closed.
   */
  write(frame: Buffer): number {
    const socket = this.#socket;
    if (socket === null || socket.writableLength > 0 || !this.#isOpen(socket)) return 0;
    try {
      return writeSync(this.#descriptor, frame);
    } catch {
      // Full (EAGAIN) or broken.
      return 0;
    }
  }

  /**
   * A socket lets go of its handle in the moment it closes, and only then may its number become another's: while
   * the handle is the same, so is the number. Neither is documented by Node; without them the stream writes.
   */
  #isOpen(socket: Socket): boolean {
    const handle: unknown = Reflect.get(socket, '_handle');
    if (handle !== this.#handle) {
      this.#handle = handle;
      const descriptor: unknown =
        typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
      this.#descriptor = typeof descriptor === 'number' ? descriptor : -1;
    }
    return this.#descriptor >= 0;
  }
}
