import type { MiddlewareHandler } from 'hono';
import type { Backend } from '#backend/platform/backend.ts';
import { forbidden, Refusal } from '#backend/platform/refusal.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import type { ApiEnv } from './api-env.ts';

/** The token of `Authorization: Bearer …`; undefined without one. */
export function bearerToken(authorization: string | undefined): string | undefined {
  return /^Bearer[ ]+(\S+)[ ]*$/i.exec(authorization ?? '')?.[1];
}

export const unauthenticated = (): Refusal =>
  new Refusal(401, 'unauthenticated', 'Sign in: the token is missing, expired or revoked.');

/** Lets through who is signed in with one of the roles; no role named means any. */
export function requireUser(backend: Backend, ...roles: readonly Role[]): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    const token = bearerToken(c.req.header('authorization'));
    const session = token === undefined ? null : await backend.sessions.find(token);
    if (!session) throw unauthenticated();
    if (roles.length > 0 && !roles.includes(session.user.role)) throw forbidden();
    c.set('session', session);
    c.set('user', session.user);
    c.set('actor', session.actor);
    await next();
  };
}
