import { writeSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Hands a frame to the kernel without the stream in between, which costs as much again as the system call
 * on a good machine: no request object, no callback, no tick. Only when nothing waits in the stream, so
 * the order stays.
 *
 * @returns how many bytes the kernel has taken; the caller writes the rest, or an error's whole frame,
 *   through the stream, which knows what to do with both. 0 where this cannot be done: TLS, Windows, a
 *   stream that is no socket.
 */
export function writeNow(socket: Duplex, frame: Buffer): number {
  if (!(socket instanceof Socket) || socket.writableLength > 0 || socket.connecting) return 0;
  const descriptor = descriptorOf(socket);
  if (descriptor < 0) return 0;
  try {
    return writeSync(descriptor, frame);
  } catch {
    // Full (EAGAIN) or broken.
    return 0;
  }
}

/** Asked for each time: a closed socket's number may be another one's by now. Not documented by Node. */
function descriptorOf(socket: Socket): number {
  if ('encrypted' in socket) return -1;
  const handle: unknown = Reflect.get(socket, '_handle');
  if (typeof handle !== 'object' || handle === null) return -1;
  const descriptor: unknown = Reflect.get(handle, 'fd');
  return typeof descriptor === 'number' ? descriptor : -1;
}
