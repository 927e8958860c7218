import net from 'node:net';
import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { APP, openLiveServer, type LiveServer } from '#tests/support/live-server.ts';
import type { ChannelEvent } from './channel-event.ts';
import { Hub } from './hub.ts';
import type { Subscriber } from './subscriber.ts';
import { SocketOutbox } from './socket-outbox.ts';
import { textFrame } from './text-frame.ts';

/** Named by the rules of docs/PROTOCOL.md. */

const subscriber = (socketId: string, got: Buffer[]): Subscriber => ({
  socketId,
  kind: 'pusher',
  address: '',
  connectedAtMs: 0,
  traffic: { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, queuedBytes: 0 },
  deliver: (event: ChannelEvent) => got.push(event.pusher),
  dropped: () => undefined,
  end: () => undefined,
});

describe('8 fan-out', () => {
  it('8.1 serialises and frames an event once, however many receive it', () => {
    const hub = new Hub({ nowMs: () => 0 });
    const got: Buffer[] = [];
    for (let n = 0; n < 50; n += 1) {
      hub.open(subscriber(`1.${n}`, got));
      hub.subscribe(`1.${n}`, 'pub');
    }
    hub.publish(['pub'], 'e', '{}');
    expect(got).toHaveLength(50);
    expect(new Set(got).size).toBe(1);
  });

  it.each([0, 125, 126, 65_535, 65_536])('8.2 frames a text of %i bytes as RFC 6455 says', (length) => {
    const frame = textFrame('x'.repeat(length));
    const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
    expect(frame).toHaveLength(header + length);
    expect(frame[0]).toBe(0x81);
    const stated =
      header === 2 ? frame[1] : header === 4 ? frame.readUInt16BE(2) : Number(frame.readBigUInt64BE(2));
    expect(stated).toBe(length);
  });

  it('8.3 writes the events of one tick in one system call', async () => {
    const writes: number[] = [];
    const socket = new Writable({
      writev: (chunks, done) => {
        writes.push(chunks.length);
        done();
      },
    });
    const duplex = Object.assign(new PassThrough(), {});
    duplex.write = socket.write.bind(socket);
    duplex.cork = socket.cork.bind(socket);
    duplex.uncork = socket.uncork.bind(socket);
    const outbox = new SocketOutbox(duplex, 1_000_000, () => undefined);
    for (let n = 0; n < 5; n += 1) outbox.send(textFrame(String(n)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(writes).toEqual([5]);
  });

  describe('a reader that does not read', () => {
    let server: LiveServer;
    afterEach(() => server.close());

    it('8.4 is closed when its queue is full, and the others do not notice', async () => {
      server = await openLiveServer({ limits: { maxQueuedBytes: 200_000 } });
      const slow = net.connect(server.port, '127.0.0.1');
      await once(slow, 'connect');
      slow.write(
        `GET /app/${APP.appKey}?protocol=7 HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
          'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
      );
      await once(slow, 'data');
      slow.pause();
      // A masked text frame with the mask 0000, which leaves the payload as it is.
      const join = Buffer.from('{"event":"pusher:subscribe","data":{"channel":"pub"}}');
      slow.write(Buffer.concat([Buffer.from([0x81, 0x80 | join.length, 0, 0, 0, 0]), join]));
      await expect.poll(() => server.hub.hasSubscribers('pub')).toBe(true);
      const quick = await server.client();
      await quick.subscribe('pub');
      const data = JSON.stringify('x'.repeat(8_000));
      let sent = 0;
      // Until the kernel's buffers and the queue are full.
      while (server.hub.subscriptionCount('pub') === 2 && sent < 5_000) {
        server.hub.publish(['pub'], 'e', data);
        sent += 1;
        if ((await quick.next()).event !== 'e') throw new Error('the quick reader missed an event');
      }
      expect(sent).toBeLessThan(5_000);
      slow.on('error', () => undefined);
      slow.destroy();
      expect(await quick.drain()).toEqual([]);
      expect(server.hub.subscriptionCount('pub')).toBe(1);
    }, 30_000);
  });

  it('8.5 does not call the reader slow while the kernel takes what is written', async () => {
    const overflow = vi.fn();
    const stream = new PassThrough({ highWaterMark: 10 });
    stream.resume();
    const outbox = new SocketOutbox(stream, 100, overflow);
    for (let n = 0; n < 50; n += 1) {
      outbox.send(Buffer.alloc(90));
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(overflow).not.toHaveBeenCalled();
  });
});
