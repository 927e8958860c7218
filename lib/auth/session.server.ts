import 'server-only';
import { headers } from 'next/headers';
import { forbidden, redirect } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { ApiError } from '#lib/api/api-error.ts';
import { backendGet } from '#lib/api/backend.server.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import { User } from '#lib/protocol/user.ts';
import { readSessionCookie } from './session-cookie.server.ts';
import { PATH_HEADER } from './path-header.ts';

export interface Viewer {
  readonly user: User;
  /** The backend's bearer token: for calls on the server, never for a client component's props. */
  readonly token: string;
}

/**
 * Who asks for this page, as the backend knows them now: a changed role, a disabled account or a revoked
 * session counts at once. Leads to the login page without a session; renders the forbidden page for
 * another role.
 *
 * @param roles none named: any
 * @throws ApiError when the backend is away
 */
export async function requireViewer(...roles: readonly Role[]): Promise<Viewer> {
  const found = await currentViewer();
  if (found.kind === 'viewer') {
    if (roles.length > 0 && !roles.includes(found.viewer.user.role)) forbidden();
    return found.viewer;
  }
  const next = (await headers()).get(PATH_HEADER);
  const query = new URLSearchParams();
  if (found.kind === 'ended') query.set('reason', 'expired');
  if (next !== null && next !== '/') query.set('next', next);
  redirect(query.size === 0 ? '/login' : `/login?${query.toString()}`);
}

export type CurrentViewer =
  | { readonly kind: 'viewer'; readonly viewer: Viewer }
  /** There was a session; the backend does not know it any more. */
  | { readonly kind: 'ended' }
  | { readonly kind: 'none' };

/** As requireViewer, but leads nowhere. Asked once per request, however many components ask. */
export const currentViewer = cache(async (): Promise<CurrentViewer> => {
  const session = await readSessionCookie();
  if (session === null) return { kind: 'none' };
  try {
    const user = await backendGet('/user', UserAnswer, { token: session.backend_token });
    return { kind: 'viewer', viewer: { user, token: session.backend_token } };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return { kind: 'ended' };
    throw error;
  }
});

/** Laravel's own `GET /user` answers the bare model. */
const UserAnswer = z.union([z.object({ data: User }).transform(({ data }) => data), User]);
