import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

/**
 * Headers that end at this server: those of one connection (RFC 9110, 7.6.1), and cookies. The API is for
 * bearer tokens, and the session cookie is nobody else's business.
 */
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

/** @param changes set over what the caller sent; undefined removes */
export function passedRequestHeaders(
  given: Iterable<readonly [string, string | string[] | undefined]>,
  changes: Readonly<Record<string, string | undefined>>,
): OutgoingHttpHeaders {
  const headers: Record<string, string | string[]> = {};
  let host: string | string[] | undefined;
  for (const [name, value] of given) {
    if (name === 'host') host = value;
    if (value !== undefined && !OWN_REQUEST_HEADERS.has(name)) headers[name] = value;
  }
  if (host !== undefined) headers['x-forwarded-host'] ??= host;
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  return headers;
}

export function* passedAnswerHeaders(headers: IncomingHttpHeaders): Generator<[string, string | string[]]> {
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !OWN_ANSWER_HEADERS.has(name)) yield [name, value];
  }
}

/** The caller's request id when it is harmless text, else a fresh one. */
export const requestIdOf = (given: string | string[] | null | undefined): string =>
  typeof given === 'string' && /^[\w.-]{8,64}$/.test(given) ? given : crypto.randomUUID();
