import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

/**
 * What one writes first: `JSON.stringify` and `ws.send` per socket. The measure for our fan-out; it is
 * answered before it sends, and checks nothing, so it has every advantage but the one in question.
 */
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
    for (const { name, channel, data } of events)
      for (const socket of sockets.clients) socket.send(JSON.stringify({ event: name, data, channel }));
  });
});
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket) => {
  socket.send(JSON.stringify({ event: 'pusher:connection_established', data: '{}' }));
  socket.on('message', () => {
    socket.send(JSON.stringify({ event: 'pusher_internal:subscription_succeeded', data: '{}' }));
  });
});
server.listen(Number(process.env['PORT']), '127.0.0.1');
