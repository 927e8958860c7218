import { z } from 'zod';
import { ROLES } from '#lib/domain/vocabulary.ts';
import type { LoginResponse } from '#lib/protocol/user.ts';

/** How long a session cookie lives when the backend's token knows no end. */
export const SESSION_MAX_AGE_SECONDS = 30 * 24 * 60 * 60;

/**
 * What the encrypted session cookie holds. `backend_token` is read on the server only: no answer to a
 * browser carries it, neither `/api/auth/session` nor a page.
 */
export const SessionToken = z.object({
  sub: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  role: z.enum(ROLES),
  backend_token: z.string().min(1),
  /** Epoch seconds. */
  backend_expires_at: z.number().nullable(),
});
export type SessionToken = z.infer<typeof SessionToken>;

export function sessionTokenOf({ token, expires_at, user }: LoginResponse): SessionToken {
  return {
    sub: String(user.id),
    name: user.name,
    email: user.email,
    role: user.role,
    backend_token: token,
    backend_expires_at: expires_at === null ? null : Math.floor(Date.parse(expires_at) / 1_000),
  };
}

/** Seconds until the cookie has nothing left to say. */
export function sessionMaxAgeSeconds(token: SessionToken, nowMs: number): number {
  if (token.backend_expires_at === null) return SESSION_MAX_AGE_SECONDS;
  return Math.max(0, Math.min(SESSION_MAX_AGE_SECONDS, token.backend_expires_at - Math.floor(nowMs / 1_000)));
}

/** What `/api/auth/session` tells the browser. */
export const publicSession = (token: SessionToken) => ({
  id: Number(token.sub),
  name: token.name,
  email: token.email,
  role: token.role,
});

export const sessionCookieName = (publicUrl: string): string =>
  publicUrl.startsWith('https://') ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
