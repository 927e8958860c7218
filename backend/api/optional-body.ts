import type { MiddlewareHandler } from 'hono';
import type { ApiEnv } from './api-env.ts';

/** Many HTTP clients send `Content-Type: application/json` with nothing behind it: that is `{}`. */
export const optionalBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (/json/i.test(c.req.header('content-type') ?? '') && (await c.req.text()).trim() === '') {
    // The validator reads the body through this cache, which holds promises whatever its type says.
    Reflect.set(c.req.bodyCache, 'text', Promise.resolve('{}'));
  }
  await next();
};
