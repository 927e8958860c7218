import { writeSync } from 'node:fs';
import type { Duplex } from 'node:stream';

/** An unmasked WebSocket text frame of 126 to 65,535 bytes. */
export function bareFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]), payload]);
}

/** One write(2) on a socket's descriptor, past its stream; throws when the kernel does not take all of it. */
export function bareWrite(line: Duplex, frame: Buffer): void {
  const handle: unknown = Reflect.get(line, '_handle');
  const descriptor: unknown = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : -1;
  if (typeof descriptor !== 'number' || writeSync(descriptor, frame) < frame.length)
    throw new Error('A reader is slow.');
}
