import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { cors } from 'hono/cors';
import { Refusal } from '#backend/platform/refusal.ts';
import type { ApiEnv } from './api-env.ts';

export const MAX_BODY_BYTES = 256 * 1024;

/** Gives each request an id, taken from a proxy in front when that one is harmless text. */
export const requestId: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const given = c.req.header('x-request-id');
  const id = given !== undefined && /^[\w.-]{8,64}$/.test(given) ? given : randomUUID();
  c.set('requestId', id);
  c.header('X-Request-Id', id);
  await next();
};

/** How much of a refused body is still read: its sender then reads the refusal instead of a broken pipe. */
const MAX_READ_TO_REFUSE_BYTES = 16 * 1024 * 1024;

/**
 * Refuses large bodies, of declared length or in chunks. Hono's own body limit answers at once; the
 * server then closes the connection under a client, such as the web port, that is still writing.
 */
export const limitBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  // By the headers where they tell: to look at `raw.body` makes a web stream, dearer than the rest of a call.
  const length = c.req.header('content-length');
  const isDeclared = length !== undefined && c.req.header('transfer-encoding') === undefined;
  if (isDeclared && Number(length) <= MAX_BODY_BYTES) return next();
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
  const { body } = c.req.raw;
  if (body === null) return next();
  const { bytes, isWhole } = await readBounded(body);
  if (bytes === null) {
    if (!isWhole) c.header('Connection', 'close');
    throw new Refusal(413, 'too_large', `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`);
  }
  c.req.raw = new Request(c.req.raw, { method: c.req.raw.method, body: bytes });
  return next();
};

/** The body's bytes, or null when they are too many; `isWhole` tells whether it was read to its end. */
async function readBounded(
  body: ReadableStream<Uint8Array>,
): Promise<{ readonly bytes: Uint8Array<ArrayBuffer> | null; readonly isWhole: boolean }> {
  const kept: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) kept.push(chunk);
    if (size > MAX_READ_TO_REFUSE_BYTES) return { bytes: null, isWhole: false };
  }
  return { bytes: size > MAX_BODY_BYTES ? null : new Uint8Array(Buffer.concat(kept)), isWhole: true };
}

/** Only for callers that name their origin: a phone or a server does not, and pays nothing for it. */
export const allowOrigins = (origins: readonly string[]): MiddlewareHandler<ApiEnv> => {
  const answer = corsFor(origins);
  return (c, next) => (c.req.header('origin') === undefined ? next() : answer(c, next));
};

const corsFor = (origins: readonly string[]) =>
  cors({
    origin: (origin) => (origins.includes('*') || origins.includes(origin) ? origin : null),
    allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'X-Request-Id'],
    exposeHeaders: ['ETag', 'Retry-After', 'X-Request-Id', 'Idempotent-Replayed'],
    maxAge: 600,
  });

/** Half of a surrogate pair, or NUL: Postgres stores neither, in text nor in jsonb. */
const UNSTORABLE = /\0|[\ud800-\udfff]/u;
const ESCAPED_UNSTORABLE = /\\u(?:0000|d[89a-f])/i;
const SENTENCE = 'must not contain NUL characters or broken Unicode.';

/** Refuses text that no column can hold before any route sees it: in query values and in JSON bodies. */
export const storableText: MiddlewareHandler<ApiEnv> = async (c, next) => {
  for (const [name, values] of Object.entries(c.req.queries())) {
    if (values.some((value) => UNSTORABLE.test(value))) refuse(UNSTORABLE.test(name) ? 'query' : name);
  }
  if (/json/i.test(c.req.header('content-type') ?? '')) {
    const text = await c.req.text();
    // Unescaped, neither can be in a JSON text that decoded as UTF-8: only the rare escape costs a walk.
    if (ESCAPED_UNSTORABLE.test(text)) refuseUnstorable(parse(text));
  }
  await next();
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Refusal(400, 'bad_json', 'The body is not valid JSON.', {}, error);
  }
}

/** Iterative, because a body may be nested as deep as it is long. */
function refuseUnstorable(root: unknown): void {
  const open: { readonly path: string; readonly value: unknown }[] = [{ path: '', value: root }];
  for (let item = open.pop(); item; item = open.pop()) {
    const { path, value } = item;
    if (typeof value === 'string' && UNSTORABLE.test(value)) refuse(path || 'body');
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, child] of Object.entries(value)) {
      if (UNSTORABLE.test(key)) refuse(path || 'body');
      open.push({ path: path === '' ? key : `${path}.${key}`, value: child });
    }
  }
}

function refuse(field: string): never {
  throw new Refusal(422, 'invalid', `The text ${SENTENCE}`, {
    errors: { [field]: [`The text ${SENTENCE}`] },
  });
}
