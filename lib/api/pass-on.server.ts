import 'server-only';
import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { awayAnswer, silentAnswer } from './error-answer.ts';

export interface PassOn {
  readonly request: Request;
  /** Origin of the backend or broker. */
  readonly baseUrl: string;
  /** Path and query there. */
  readonly path: string;
  /** Set over what the caller sent; undefined removes. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** How long the answer's head may take; its body may stream for longer. */
  readonly timeoutMs?: number;
}

const PASS_TIMEOUT_MS = 30_000;
const AGENTS = {
  'http:': new http.Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 64 }),
  'https:': new https.Agent({ keepAlive: true, maxSockets: 512, maxFreeSockets: 64 }),
} as const;

/**
 * Passes a request on and its answer back, both as streams: nothing is held in memory. Written on
 * node:http instead of fetch, which would decode bodies and rewrite lengths on their way through.
 *
 * Cookies stay here: the API is for bearer tokens, and the session cookie is nobody else's business.
 */
export async function passOn({
  request,
  baseUrl,
  path,
  headers = {},
  timeoutMs = PASS_TIMEOUT_MS,
}: PassOn): Promise<Response> {
  const target = new URL(baseUrl);
  const secure = target.protocol === 'https:';
  const requestId = acceptableId(request.headers.get('x-request-id')) ?? crypto.randomUUID();
  const body = request.body;

  return new Promise((resolve) => {
    const outgoing = (secure ? https : http).request({
      agent: secure ? AGENTS['https:'] : AGENTS['http:'],
      hostname: target.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: target.port === '' ? (secure ? 443 : 80) : target.port,
      method: request.method,
      path: `${target.pathname.replace(/\/$/, '')}${path}`,
      headers: requestHeaders(request, { 'x-request-id': requestId, ...headers }),
    });
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
    outgoing.once('error', () => {
      clearTimeout(timer);
      request.signal.removeEventListener('abort', abandon);
      resolve(silent ? silentAnswer(requestId) : awayAnswer(requestId));
    });

    if (body === null) outgoing.end();
    else {
      const upload = Readable.fromWeb(body as NodeReadableStream);
      upload.once('error', abandon);
      upload.pipe(outgoing);
    }
  });
}

/** Belong to one connection (RFC 9110, 7.6.1), or to us. */
const OWN_REQUEST_HEADERS = new Set([
  'connection',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const OWN_ANSWER_HEADERS = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'set-cookie',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function requestHeaders(
  request: Request,
  changes: Readonly<Record<string, string | undefined>>,
): http.OutgoingHttpHeaders {
  const headers: Record<string, string> = {};
  for (const [name, value] of request.headers) if (!OWN_REQUEST_HEADERS.has(name)) headers[name] = value;
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (host !== null) headers['x-forwarded-host'] = host;
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return headers;
}

const BODILESS = new Set([101, 204, 205, 304]);

function answerOf(incoming: http.IncomingMessage, method: string): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value === undefined || OWN_ANSWER_HEADERS.has(name)) continue;
    for (const item of Array.isArray(value) ? value : [value]) headers.append(name, item);
  }
  const status = incoming.statusCode ?? 502;
  if (method === 'HEAD' || BODILESS.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming) as ReadableStream<Uint8Array>, { status, headers });
}

const acceptableId = (id: string | null): string | undefined =>
  id !== null && /^[\w.-]{8,64}$/.test(id) ? id : undefined;
