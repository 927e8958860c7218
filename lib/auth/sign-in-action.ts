'use server';

import { redirect } from 'next/navigation';
import { ApiError } from '#lib/api/api-error.ts';
import { backendSend } from '#lib/api/backend.server.ts';
import { LoginRequest, LoginResponse } from '#lib/protocol/user.ts';
import { callerHeaders } from './caller-headers.server.ts';
import { firstSentences, typed, type FormState } from './form-state.ts';
import { homePath, localPath } from './home-path.ts';
import { writeSessionCookie } from './session-cookie.server.ts';

/**
 * The login page's form; without JavaScript it is an ordinary POST. next-auth's own callback at
 * `/api/auth/callback/credentials` makes the same session for scripts.
 */
export async function signInAction(_before: FormState, form: FormData): Promise<FormState> {
  const values = { email: typed(form, 'email') };
  const request = LoginRequest.safeParse({ email: form.get('email'), password: form.get('password') });
  if (!request.success) return { values, message: null, fields: firstSentences(request.error) };

  let login: LoginResponse;
  try {
    const body = { email: request.data.email, password: request.data.password, device_name: 'web' };
    login = await backendSend('POST', '/login', body, LoginResponse, { headers: await callerHeaders() });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { fields } = error;
    return { values, message: Object.keys(fields).length === 0 ? error.message : null, fields };
  }
  await writeSessionCookie(login);
  redirect(localPath(form.get('next')) ?? homePath(login.user.role));
}
