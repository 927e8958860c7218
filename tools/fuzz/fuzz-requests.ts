import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import Pusher from 'pusher';
import { createRandom, type Random } from '#tools/simulator/random.ts';
import { REQUESTS, type Request } from './request-corpus.ts';
import type { Findings, FuzzTarget } from './fuzz-target.ts';
import { mutateBytes, mutateJson, mutateText, oddText, toWellFormed } from './mutate.ts';

const AT_ONCE = 16;
const ANSWER_WITHIN_MS = 30_000;
/** Half a request is never answered; the server ends it later than anybody wants to wait here. */
const RAW_WAIT_MS = 100;

interface Prepared {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** Sends `requests` damaged requests. @returns how often each status came; 0 is "no answer, connection closed" */
export async function fuzzRequests(
  target: FuzzTarget,
  requests: number,
  seed: string,
  findings: Findings,
): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const statuses = new Map<number, number>();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < requests; index = next++) {
      const random = createRandom(`${seed}/requests/${index}`);
      const prepared = damaged(random.pick(REQUESTS), target, random);
      const status = random.chance(0.05)
        ? await sendRaw(target, prepared, random)
        : await sendWhole(target, prepared, agent);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (status >= 500 || status === -1)
        findings.add(`request ${index} of seed ${seed}: ${status} ${JSON.stringify(prepared)}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  agent.destroy();
  return statuses;
}

function damaged({ method, path, body }: Request, target: FuzzTarget, random: Random): Prepared {
  const [bare = '', query = ''] = path
    .replace(':app', target.app.appId)
    .replace(':id', String(Math.floor(random.between(1, 8))))
    .split('?');
  const parts = bare
    .split('/')
    .map((part) =>
      part !== '' && part !== 'api' && random.chance(0.06) ? mutatePathPart(part, random) : part,
    );
  const search = new URLSearchParams(query);
  for (const name of [...search.keys()]) {
    if (random.chance(0.3)) search.set(name, oddText(random));
    if (random.chance(0.1)) search.append(name, oddText(random));
  }
  const text = body === undefined ? (random.chance(0.03) ? oddText(random) : '') : mutateJson(body, random);
  const usedMethod = random.chance(0.04)
    ? random.pick(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD'])
    : method;
  const pathname = parts.join('/');
  const signed = bare.startsWith('/apps/')
    ? signedQuery(target, { method: usedMethod, pathname, search, text }, random)
    : search.toString();
  return {
    method: usedMethod,
    path: `${pathname}${signed === '' ? '' : `?${signed}`}`,
    headers: headers(target, text, random),
    body: text,
  };
}

const mutatePathPart = (part: string, random: Random): string =>
  random.chance(0.5)
    ? encodeURIComponent(toWellFormed(random.chance(0.5) ? oddText(random) : mutateText(part, random)))
    : random.pick(['%', '%2e%2e', '..', '%00', '%ff%fe', '0', '-1', '99999999999999999999', '1.5', '']);

function signedQuery(
  { app }: FuzzTarget,
  {
    method,
    pathname,
    search,
    text,
  }: { method: string; pathname: string; search: URLSearchParams; text: string },
  random: Random,
): string {
  const params = Object.fromEntries(search);
  const library = new Pusher({ ...app, host: 'unused' });
  const signed = library.createSignedQueryString({
    method,
    path: pathname,
    params,
    ...(text === '' ? {} : { body: text }),
  });
  return random.chance(0.15) ? mutateText(signed, random) : signed;
}

function headers({ tokens }: FuzzTarget, text: string, random: Random): Record<string, string> {
  const token = random.chance(0.9) ? random.pick(tokens) : oddText(random);
  const given: Record<string, string> = {
    Authorization: random.chance(0.95) ? `Bearer ${token}` : token,
    ...(text === ''
      ? {}
      : {
          'Content-Type': random.chance(0.93)
            ? 'application/json'
            : random.pick([
                'text/plain',
                'multipart/form-data; boundary=x',
                'application/x-www-form-urlencoded',
                '',
              ]),
        }),
    ...(random.chance(0.1) ? { 'Idempotency-Key': oddText(random) } : {}),
    ...(random.chance(0.2) ? { 'If-Match': random.pick(['"1"', 'W/"2"', '*', '"x"', '1', '""']) } : {}),
    ...(random.chance(0.05) ? { Origin: random.pick(['null', 'http://evil.test', 'x']) } : {}),
    ...(random.chance(0.05) ? { 'X-Forwarded-For': oddText(random) } : {}),
    ...(random.chance(0.03) ? { 'Accept-Encoding': oddText(random), Range: 'bytes=0-0' } : {}),
  };
  // What no header may carry is for the raw requests.
  return Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.replace(/[^\x20-\x7e]/gu, '')]),
  );
}

/** @returns the status; 0 when the server closed without an answer, -1 when it did neither in time */
function sendWhole(
  { url }: FuzzTarget,
  { method, path, headers: given, body }: Prepared,
  agent: Agent,
): Promise<number> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const safePath = path.replace(/[^\x21-\x7e]/gu, (character) =>
      encodeURIComponent(toWellFormed(character)),
    );
    const outgoing = httpRequest(
      {
        hostname,
        port,
        method,
        path: safePath,
        headers: { ...given, 'Content-Length': Buffer.byteLength(body) },
        agent,
      },
      (answer) => {
        answer.resume();
        answer.once('end', () => resolve(answer.statusCode ?? 0));
        answer.once('error', () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.setTimeout(ANSWER_WITHIN_MS, () => {
      resolve(-1);
      outgoing.destroy();
    });
    outgoing.once('error', () => resolve(0));
    outgoing.end(body);
  });
}

/** The request as bytes, damaged as bytes: what only a parser sees. */
function sendRaw(
  { url }: FuzzTarget,
  { method, path, headers: given, body }: Prepared,
  random: Random,
): Promise<number> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const lines = Object.entries(given).map(([name, value]) => `${name}: ${value}\r\n`);
    const length = random.chance(0.8)
      ? `Content-Length: ${Buffer.byteLength(body)}\r\n`
      : 'Transfer-Encoding: chunked\r\n';
    const text = `${method} ${path} HTTP/1.1\r\nHost: x\r\n${lines.join('')}${length}\r\n${body}`;
    const socket = connect(Number(port), hostname);
    let head = '';
    const done = () => {
      socket.destroy();
      resolve(Number(/^HTTP\/1\.[01] (\d{3})/u.exec(head)?.[1] ?? 0));
    };
    socket.on('data', (chunk) => {
      if (head.length < 100) head += chunk.toString('latin1');
      if (head.length >= 12) done();
    });
    socket.once('error', done);
    socket.once('close', done);
    socket.end(mutateBytes(Buffer.from(text), random));
    setTimeout(done, RAW_WAIT_MS).unref();
  });
}
