'use server';

import { redirect } from 'next/navigation';
import { endBackendSession } from './end-backend-session.server.ts';
import { clearSessionCookie, readSessionCookie } from './session-cookie.server.ts';

/** Ends the session here and at the backend. */
export async function signOutAction(): Promise<void> {
  const session = await readSessionCookie();
  if (session !== null) await endBackendSession(session.backend_token);
  await clearSessionCookie();
  redirect('/login?reason=signed-out');
}
