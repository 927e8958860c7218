import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { socketPair } from '#tests/support/socket-pair.ts';
import { SocketOutbox } from './socket-outbox.ts';
import { textFrame } from './text-frame.ts';

it('keeps every frame, in order, while a reader pauses and the stream has frames of its own', async () => {
  const { reader, socket, close } = await socketPair();
  reader.pause();
  const outbox = new SocketOutbox(socket, 1e9, () => undefined);
  const sent: Buffer[] = [];
  // More than the kernel's buffers take, so that some wait here; single frames and several of a tick.
  for (let n = 0; n < 2_000; n += 1) {
    const frame = textFrame(`${n}:${'x'.repeat(8_000)}`);
    sent.push(frame);
    outbox.send(frame);
    if (n % 3 !== 0) await nextTick();
  }
  expect(outbox.queuedBytes).toBeGreaterThan(0);
  const total = sent.reduce((sum, frame) => sum + frame.length, 0);
  const got: Buffer[] = [];
  let bytes = 0;
  const all = new Promise<void>((resolve) => {
    reader.on('data', (chunk: Buffer) => {
      got.push(chunk);
      bytes += chunk.length;
      if (bytes === total) resolve();
    });
  });
  reader.resume();
  await all;
  expect(Buffer.concat(got).equals(Buffer.concat(sent))).toBe(true);
  expect(outbox.queuedBytes).toBe(0);
  close();
});

it('passes a broken connection on to the stream instead of throwing', async () => {
  const { reader, socket, close } = await socketPair();
  const failed = new Promise<Error>((resolve) => socket.on('error', resolve));
  const outbox = new SocketOutbox(socket, 1e9, () => undefined);
  const closed = new Promise((resolve) => socket.on('close', resolve));
  reader.resetAndDestroy();
  while (!socket.destroyed) {
    outbox.send(textFrame('x'));
    await nextTick();
  }
  await closed;
  expect(await failed).toMatchObject({ syscall: expect.stringMatching(/^(?:read|write)$/u) });
  outbox.send(textFrame('too late'));
  await nextTick();
  expect(socket.destroyed).toBe(true);
  close();
});
