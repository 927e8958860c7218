import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
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

export const limitBody = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw new Refusal(413, 'too_large', `The body is larger than ${MAX_BODY_BYTES / 1024} KiB.`);
  },
});

export const allowOrigins = (origins: readonly string[]) =>
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
