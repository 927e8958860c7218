import type { IncomingMessage, ServerResponse } from 'node:http';
import { awayAnswer, silentAnswer } from './error-answer.ts';
import { passedAnswerHeaders, passedRequestHeaders, requestIdOf } from './passing-headers.ts';
import { PASS_TIMEOUT_MS, requestUpstream } from './upstream.ts';

/**
 * As passOn, on Node's own request and response: what a driver's fix takes on its way. Going through a route
 * handler costs over a millisecond of processor time a call, this a tenth of it.
 */
export function passDirectly(
  request: IncomingMessage,
  response: ServerResponse,
  baseUrl: string,
  path: string,
): void {
  const requestId = requestIdOf(request.headers['x-request-id']);
  const outgoing = requestUpstream(
    baseUrl,
    path,
    request.method ?? 'GET',
    passedRequestHeaders(Object.entries(request.headers), { 'x-request-id': requestId }),
  );
  let silent = false;
  const timer = setTimeout(() => {
    silent = true;
    outgoing.destroy();
  }, PASS_TIMEOUT_MS);

  outgoing.once('response', (incoming) => {
    clearTimeout(timer);
    for (const [name, value] of passedAnswerHeaders(incoming.headers)) response.setHeader(name, value);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.writeHead(incoming.statusCode ?? 502);
    incoming.once('error', () => response.destroy());
    incoming.pipe(response);
  });
  let refused = false;
  outgoing.on('error', () => {
    clearTimeout(timer);
    if (refused) return;
    refused = true;
    if (response.headersSent || response.destroyed) response.destroy();
    else void refuse(request, response, silent ? silentAnswer(requestId) : awayAnswer(requestId));
  });
  // A caller that leaves takes the upstream call with it.
  response.once('close', () => outgoing.destroy());
  request.once('error', () => outgoing.destroy());
  request.pipe(outgoing);
}

async function refuse(request: IncomingMessage, response: ServerResponse, answer: Response): Promise<void> {
  const body = await answer.text();
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  response.setHeader('Content-Length', Buffer.byteLength(body));
  response.writeHead(answer.status).end(body);
  // What is still being uploaded has nowhere to go.
  request.unpipe();
  request.resume();
}
