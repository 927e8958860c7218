import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { socketPair } from '#tests/support/socket-pair.ts';
import { writeNow } from './write-now.ts';

it('gives a frame to the kernel, and the reader has it', async () => {
  const { reader, socket, close } = await socketPair();
  expect(writeNow(socket, Buffer.from('hello'))).toBe(5);
  const [chunk] = await once(reader, 'data');
  expect(String(chunk)).toBe('hello');
  close();
});

it('takes what the kernel has room for, then nothing, and throws neither then nor on a closed socket', async () => {
  const { reader, socket, close } = await socketPair();
  reader.pause();
  const frame = Buffer.alloc(1_000_000);
  const taken = Array.from({ length: 50 }, () => writeNow(socket, frame));
  expect(taken[0]).toBeGreaterThan(0);
  expect(taken.at(-1)).toBe(0);
  socket.destroy();
  expect(writeNow(socket, frame)).toBe(0);
  close();
});

it('leaves it to the stream when something waits there, or when it is no socket', async () => {
  const { socket, close } = await socketPair();
  socket.cork();
  socket.write('first');
  expect(writeNow(socket, Buffer.from('second'))).toBe(0);
  close();
  expect(writeNow(new PassThrough(), Buffer.from('x'))).toBe(0);
});
