import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { bareFrame, bareWrite } from './bare-write.ts';

/**
 * What one writes first: `JSON.stringify` and `ws.send` per socket. The measure for our fan-out; it is
 * answered before it sends, and checks nothing, so it has every advantage but the one in question.
 * With BARE=1 the floor instead: a ready frame and one write(2) per socket, which no server on Node and this
 * kernel can be cheaper than.
 */
const bare = process.env['BARE'] === '1';
const lines = new Set<Duplex>();
interface PublishedEvent {
  readonly name: string;
  readonly channel: string;
  readonly data: string;
}

const server = createServer((request, response) => {
  if (request.method !== 'POST') {
    response.end();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    response.end();
    const events: readonly PublishedEvent[] = JSON.parse(Buffer.concat(chunks).toString());
    for (const { name, channel, data } of events) {
      if (!bare) {
        for (const socket of sockets.clients) socket.send(JSON.stringify({ event: name, data, channel }));
        continue;
      }
      const frame = bareFrame(JSON.stringify({ event: name, data, channel }));
      for (const line of lines) bareWrite(line, frame);
    }
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, { socket: line }) => {
  lines.add(line);
  line.on('close', () => lines.delete(line));
  socket.send(JSON.stringify({ event: 'pusher:connection_established', data: '{}' }));
  socket.on('message', () => {
    socket.send(JSON.stringify({ event: 'pusher_internal:subscription_succeeded', data: '{}' }));
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
