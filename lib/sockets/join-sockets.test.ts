import { once } from 'node:events';
import { setImmediate as tick } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { socketPair, type SocketPair } from '#tests/support/socket-pair.ts';
import { joinSockets } from './join-sockets.ts';
import { connectSharingReads } from './shared-reads.ts';

const pairs: SocketPair[] = [];
afterEach(() => {
  for (const pair of pairs.splice(0)) pair.close();
});

/** The two far ends of two connections whose near ends are joined; the left near end shares its reads. */
async function joined() {
  const [dialled, right] = [await socketPair(connectSharingReads), await socketPair()];
  const left = { reader: dialled.socket, socket: dialled.reader };
  pairs.push(dialled, right);
  joinSockets(left.socket, right.socket);
  return { left, right };
}

it('carries bytes both ways', async () => {
  const { left, right } = await joined();
  left.reader.write('to the right');
  expect(String((await once(right.reader, 'data'))[0])).toBe('to the right');
  right.reader.write('to the left');
  expect(String((await once(left.reader, 'data'))[0])).toBe('to the left');
});

it.each(['left', 'right'] as const)(
  'holds a fast end (%s) to the pace of a slow one, and loses and reorders nothing',
  async (fast) => {
    const ends = await joined();
    const [from, to] = [ends[fast], ends[fast === 'left' ? 'right' : 'left']];
    to.reader.pause();
    const numbers = Buffer.alloc(40_000_000);
    for (let at = 0; at < numbers.length; at += 4) numbers.writeUInt32LE(at, at);
    from.reader.end(numbers);
    while (!from.socket.isPaused()) await tick();
    expect(to.socket.writableLength).toBeLessThan(1_000_000);
    expect(from.reader.writableLength).toBeGreaterThan(10_000_000);
    const arrived: Buffer[] = [];
    to.reader.on('data', (chunk: Buffer) => arrived.push(chunk)).resume();
    await once(to.reader, 'end');
    expect(Buffer.concat(arrived).equals(numbers)).toBe(true);
  },
);

it('ends one end behind the last byte when the other ends', async () => {
  const { left, right } = await joined();
  left.reader.end('good-bye');
  let heard = '';
  right.reader.on('data', (chunk: Buffer) => (heard += String(chunk)));
  await once(right.reader, 'end');
  expect(heard).toBe('good-bye');
});

it('breaks one end when the other breaks, in either direction', async () => {
  for (const side of ['left', 'right'] as const) {
    const ends = await joined();
    const far = ends[side === 'left' ? 'right' : 'left'];
    far.reader.resume();
    ends[side].reader.resetAndDestroy();
    await once(far.reader, 'close');
    expect(far.socket.destroyed).toBe(true);
  }
});
