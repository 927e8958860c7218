import type { MiddlewareHandler } from 'hono';
import { matchedRoutes } from 'hono/route';
import type { Backend } from '#backend/platform/backend.ts';
import type { ApiEnv } from './api-env.ts';

/** Times and logs each request by its route's pattern: a path may hold a token, its pattern does not. */
export function observe({ log, metrics }: Pick<Backend, 'log' | 'metrics'>): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const startedMs = performance.now();
    await next();
    const durationMs = performance.now() - startedMs;
    const route = matchedRoutes(c).findLast(({ path }) => !path.endsWith('*'))?.path ?? 'none';
    const { method } = c.req;
    const { status } = c.res;
    metrics.requestSeconds.observe({ method: knownMethod(method), route, status }, durationMs / 1_000);
    log.debug(
      { requestId: c.get('requestId'), method, route, status, durationMs: Math.round(durationMs) },
      'request',
    );
  };
}

/** Anybody may send any word as the method: the rest is one label. */
const knownMethod = (method: string): string =>
  ['GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'].includes(method) ? method : 'other';
