import 'server-only';
import { cookies } from 'next/headers';
import { decode, encode } from 'next-auth/jwt';
import { webConfig } from '#lib/config/web-config.server.ts';
import type { LoginResponse } from '#lib/protocol/user.ts';
import { sessionCookieName, sessionMaxAgeSeconds, SessionToken, sessionTokenOf } from './session-token.ts';

/** The session of next-auth's cookie, decrypted; null without one, or with one of another secret. */
export async function readSessionCookie(): Promise<SessionToken | null> {
  const { publicUrl, sessionSecret } = await webConfig();
  const value = (await cookies()).get(sessionCookieName(publicUrl))?.value;
  return value === undefined ? null : decodeSession(value, sessionSecret);
}

/** The same from a request's own header, for route handlers. */
export async function readSessionOf(request: Request): Promise<SessionToken | null> {
  const { publicUrl, sessionSecret } = await webConfig();
  const name = sessionCookieName(publicUrl);
  const prefix = `${name}=`;
  const pair = (request.headers.get('cookie') ?? '')
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(prefix));
  return pair === undefined ? null : decodeSession(pair.slice(prefix.length), sessionSecret);
}

async function decodeSession(value: string, secret: string): Promise<SessionToken | null> {
  try {
    const session = SessionToken.safeParse(await decode({ token: value, secret }));
    return session.success ? session.data : null;
  } catch {
    // Expired, cut short, or of another installation on the same host: the same as none.
    return null;
  }
}

/** Signs the browser in, exactly as next-auth's own callback does. Actions and route handlers only. */
export async function writeSessionCookie(login: LoginResponse): Promise<void> {
  const { publicUrl, sessionSecret } = await webConfig();
  const session = sessionTokenOf(login);
  const maxAge = sessionMaxAgeSeconds(session, Date.now());
  const value = await encode({ token: session, secret: sessionSecret, maxAge });
  (await cookies()).set(sessionCookieName(publicUrl), value, {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: publicUrl.startsWith('https://'),
    maxAge,
  });
}

export async function clearSessionCookie(): Promise<void> {
  const { publicUrl } = await webConfig();
  (await cookies()).set(sessionCookieName(publicUrl), '', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure: publicUrl.startsWith('https://'),
    maxAge: 0,
  });
}
