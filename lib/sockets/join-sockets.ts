import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { DirectWriter } from './direct-writer.ts';
import { takeReads } from './shared-reads.ts';

/** How long one end may take nothing while something waits for it. */
const STALLED_MS = 60_000;

/**
 * Makes one connection of two sockets: what one end says the other is told, no faster than it takes it. When
 * one ends, the other ends behind its last byte; when one breaks, so does the other. Nothing waits here
 * beyond one read each way, and an end that takes nothing for a minute is given up.
 */
export function joinSockets(one: Duplex, other: Duplex): void {
  carry(one, other);
  carry(other, one);
}

function carry(from: Duplex, to: Duplex): void {
  const direct = new DirectWriter(to);
  const resume = (): void => {
    idleAfter(to, 0);
    from.resume();
  };
  takeReads(from, (bytes) => {
    // Past the stream while nothing waits in it: half the cost of a small message.
    const taken = direct.write(bytes);
    // A copy: the bytes are the reader's again when this returns.
    if (taken === bytes.length || to.destroyed || to.write(Buffer.from(bytes.subarray(taken)))) return true;
    from.pause();
    idleAfter(to, STALLED_MS);
    to.once('drain', resume);
    return false;
  });
  from.once('end', () => endSoon(to));
  from.on('error', () => to.destroy());
  from.once('close', () => endSoon(to));
  if (to instanceof Socket) to.on('timeout', () => to.destroy());
  idleAfter(to, 0);
}

/** Closes behind what is still to be sent; an end that does not take that is given up after a minute. */
export function endSoon(socket: Duplex): void {
  if (socket.destroyed) return;
  idleAfter(socket, STALLED_MS);
  if (socket instanceof Socket) socket.destroySoon();
  else socket.end();
}

function idleAfter(socket: Duplex, ms: number): void {
  if (socket instanceof Socket) socket.setTimeout(ms);
}
