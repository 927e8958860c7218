import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { socketPair } from '#tests/support/socket-pair.ts';
import { DirectWriter } from './direct-writer.ts';

it('gives a frame to the kernel, and the reader has it', async () => {
  const { reader, socket, close } = await socketPair();
  expect(new DirectWriter(socket).write(Buffer.from('hello'))).toBe(5);
  const [chunk] = await once(reader, 'data');
  expect(String(chunk)).toBe('hello');
  close();
});

it('takes what the kernel has room for, then nothing, and throws neither then nor on a closed socket', async () => {
  const { reader, socket, close } = await socketPair();
  reader.pause();
  const frame = Buffer.alloc(1_000_000);
  const direct = new DirectWriter(socket);
  const taken = Array.from({ length: 50 }, () => direct.write(frame));
  expect(taken[0]).toBeGreaterThan(0);
  expect(taken.at(-1)).toBe(0);
  socket.destroy();
  expect(direct.write(frame)).toBe(0);
  close();
});

it('never writes to another socket that has got the number of a closed one', async () => {
  const first = await socketPair();
  const direct = new DirectWriter(first.socket);
  expect(direct.write(Buffer.from('x'))).toBe(1);
  first.close();
  await once(first.socket, 'close');
  const others = await Promise.all(Array.from({ length: 20 }, () => socketPair()));
  for (const { reader } of others) reader.on('data', () => expect.unreachable());
  expect(direct.write(Buffer.from('y'))).toBe(0);
  for (const other of others) {
    other.socket.end();
    await once(other.reader.resume(), 'end');
    other.close();
  }
});

it('leaves it to the stream when something waits there, or when it is no socket', async () => {
  const { socket, close } = await socketPair();
  socket.cork();
  socket.write('first');
  expect(new DirectWriter(socket).write(Buffer.from('second'))).toBe(0);
  close();
  expect(new DirectWriter(new PassThrough()).write(Buffer.from('x'))).toBe(0);
});
