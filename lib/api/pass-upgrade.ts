import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { endSoon, joinSockets } from '#lib/sockets/join-sockets.ts';
import { connectSharingReads } from '#lib/sockets/shared-reads.ts';
import { awayAnswer, silentAnswer } from './error-answer.ts';
import { passedAnswerHeaders, passedRequestHeaders, requestIdOf } from './passing-headers.ts';
import type { PassingTarget } from './passing-target.ts';
import { withoutToken } from './socket-token.ts';
import { requestOptions } from './upstream.ts';

/** How long the other side may take to answer an upgrade. */
const UPGRADE_TIMEOUT_MS = 10_000;

/**
 * Passes a WebSocket upgrade on and joins the two sockets: what Next's own pass-through does, at a fraction
 * of its cost a message, and with an answer in the contract's shape when the target is away or silent.
 *
 * @param head what came behind the upgrade's head already
 */
export function passUpgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  { baseUrl, path }: PassingTarget,
  timeoutMs = UPGRADE_TIMEOUT_MS,
): void {
  const requestId = requestIdOf(request.headers['x-request-id']);
  const target = withoutToken(path, request.headers.authorization);
  const options = requestOptions(baseUrl, target.path, 'GET', {
    ...passedRequestHeaders(Object.entries(request.headers), {
      'x-request-id': requestId,
      authorization: target.authorization,
    }),
    connection: 'Upgrade',
    upgrade: 'websocket',
  });
  const outgoing = options.secure
    ? https.request({ ...options.request, agent: false })
    : http.request({ ...options.request, createConnection: connectTo });

  let answered = false;
  const answer = (give: () => void): void => {
    if (answered) return;
    answered = true;
    clearTimeout(timer);
    give();
  };
  const timer = setTimeout(() => {
    answer(() => void refuse(socket, silentAnswer(requestId)));
    outgoing.destroy();
  }, timeoutMs);
  const leave = (): void => {
    answer(() => socket.destroy());
    outgoing.destroy();
  };
  socket.once('end', leave).once('close', leave).on('error', leave);

  outgoing.once('upgrade', (incoming, upstream, first) =>
    answer(() => {
      socket.off('end', leave).off('close', leave).off('error', leave);
      socket.write(answerHead(incoming, { connection: 'Upgrade', upgrade: 'websocket' }));
      if (first.length > 0) socket.write(first);
      if (head.length > 0) upstream.write(head);
      for (const end of [socket, upstream]) if (end instanceof Socket) end.setNoDelay(true);
      joinSockets(socket, upstream);
    }),
  );
  outgoing.once('response', (incoming) =>
    answer(() => {
      socket.write(answerHead(incoming, { connection: 'close' }));
      incoming.once('error', () => socket.destroy()).once('end', () => endSoon(socket));
      incoming.pipe(socket, { end: false });
    }),
  );
  outgoing.on('error', () => answer(() => void refuse(socket, awayAnswer(requestId))));
  outgoing.end();
}

const connectTo = ({ host, port }: http.ClientRequestArgs): Socket =>
  connectSharingReads({ host: host ?? 'localhost', port: Number(port) });

function answerHead(incoming: IncomingMessage, own: Readonly<Record<string, string>>): string {
  const lines = [...passedAnswerHeaders(incoming.headers), ...Object.entries(own)].flatMap(([name, value]) =>
    [value].flat().map((item) => `${name}: ${item}\r\n`),
  );
  return `HTTP/1.1 ${incoming.statusCode} ${incoming.statusMessage ?? ''}\r\n${lines.join('')}\r\n`;
}

async function refuse(socket: Duplex, answer: Response): Promise<void> {
  const body = await answer.text();
  const headers = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const length = Buffer.byteLength(body);
  if (socket.destroyed) return;
  socket.write(
    `HTTP/1.1 503 Service Unavailable\r\n${headers}Content-Length: ${length}\r\nConnection: close\r\n\r\n${body}`,
  );
  endSoon(socket);
}
