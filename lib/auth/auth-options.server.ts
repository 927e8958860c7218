import 'server-only';
import type { NextAuthOptions, User as AuthUser } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { webConfig } from '#lib/config/web-config.server.ts';
import { backendSend } from '#lib/api/backend.server.ts';
import { ApiError } from '#lib/api/api-error.ts';
import { LoginRequest, LoginResponse } from '#lib/protocol/user.ts';
import { endBackendSession } from './end-backend-session.server.ts';
import {
  publicSession,
  SESSION_MAX_AGE_SECONDS,
  sessionCookieName,
  SessionToken,
  sessionTokenOf,
} from './session-token.ts';

/** next-auth's own user, carrying the token from `authorize` to the `jwt` callback and no further. */
const SignedIn = z.object({ session: SessionToken });

export async function authOptions(): Promise<NextAuthOptions> {
  const { publicUrl, sessionSecret } = await webConfig();
  const secure = publicUrl.startsWith('https://');
  return {
    secret: sessionSecret,
    useSecureCookies: secure,
    session: { strategy: 'jwt', maxAge: SESSION_MAX_AGE_SECONDS },
    pages: { signIn: '/login', error: '/login', signOut: '/login' },
    cookies: {
      sessionToken: {
        name: sessionCookieName(publicUrl),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
      },
    },
    providers: [
      CredentialsProvider({
        name: 'Callout',
        credentials: {
          email: { label: 'Email', type: 'email' },
          password: { label: 'Password', type: 'password' },
        },
        authorize,
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        const signedIn = SignedIn.safeParse(user);
        return signedIn.success ? { ...token, ...signedIn.data.session } : token;
      },
      session({ session, token }) {
        const own = SessionToken.safeParse(token);
        return own.success ? { expires: session.expires, user: publicSession(own.data) } : session;
      },
    },
    events: {
      async signOut({ token }) {
        const own = SessionToken.safeParse(token);
        if (own.success) await endBackendSession(own.data.backend_token);
      },
    },
  };
}

/** @throws ApiError's sentence, which next-auth hands to the login page; null: wrong credentials */
async function authorize(credentials: unknown): Promise<AuthUser | null> {
  const request = LoginRequest.safeParse(credentials);
  if (!request.success) return null;
  try {
    const login = await backendSend(
      'POST',
      '/login',
      { email: request.data.email, password: request.data.password, device_name: 'web' },
      LoginResponse,
    );
    const user: AuthUser & z.infer<typeof SignedIn> = {
      id: String(login.user.id),
      session: sessionTokenOf(login),
    };
    return user;
  } catch (error) {
    if (error instanceof ApiError && (error.status === 401 || error.status === 422)) return null;
    throw error;
  }
}
