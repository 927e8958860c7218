import type http from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { awayAnswer, silentAnswer } from './error-answer.ts';
import { passedAnswerHeaders, passedRequestHeaders, requestIdOf } from './passing-headers.ts';
import { PASS_TIMEOUT_MS, requestUpstream } from './upstream.ts';

export interface PassOn {
  readonly request: Request;
  /** Origin of the backend or broker. */
  readonly baseUrl: string;
  /** Path and query there. */
  readonly path: string;
  /** Set over what the caller sent; undefined removes. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly timeoutMs?: number;
}

/** Passes a route handler's request on and the answer back, both as streams: nothing is held in memory. */
export async function passOn({
  request,
  baseUrl,
  path,
  headers = {},
  timeoutMs = PASS_TIMEOUT_MS,
}: PassOn): Promise<Response> {
  const requestId = requestIdOf(request.headers.get('x-request-id'));
  const outgoing = requestUpstream(
    baseUrl,
    path,
    request.method,
    passedRequestHeaders(request.headers, { 'x-request-id': requestId, ...headers }),
  );
  return new Promise((resolve) => {
    let silent = false;
    const timer = setTimeout(() => {
      silent = true;
      outgoing.destroy();
    }, timeoutMs);
    const abandon = () => outgoing.destroy();
    request.signal.addEventListener('abort', abandon, { once: true });

    outgoing.once('response', (incoming) => {
      clearTimeout(timer);
      incoming.once('close', () => request.signal.removeEventListener('abort', abandon));
      resolve(answerOf(incoming, request.method));
    });
    // Not once: a destroyed request may report more than one error, and only the first answers.
    outgoing.on('error', () => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', abandon);
      resolve(silent ? silentAnswer(requestId) : awayAnswer(requestId));
    });

    if (request.body === null) outgoing.end();
    else {
      // Two declarations of one class: the DOM's and Node's.
      const upload = Readable.fromWeb(request.body as NodeReadableStream);
      upload.once('error', abandon);
      upload.pipe(outgoing);
    }
  });
}

const BODILESS = new Set([204, 205, 304]);

function answerOf(incoming: http.IncomingMessage, method: string): Response {
  const headers = new Headers();
  for (const [name, value] of passedAnswerHeaders(incoming.headers)) {
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item);
  }
  const status = incoming.statusCode ?? 502;
  if (method === 'HEAD' || BODILESS.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming) as ReadableStream<Uint8Array>, { status, headers });
}
