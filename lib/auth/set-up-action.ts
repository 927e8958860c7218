'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { ApiError } from '#lib/api/api-error.ts';
import { backendSend } from '#lib/api/backend.server.ts';
import { shell } from '#lib/messages/en/shell.ts';
import { SetupRequest } from '#lib/protocol/user.ts';
import { callerHeaders } from './caller-headers.server.ts';
import { firstSentences, typed, type FormState } from './form-state.ts';

/** Makes the first administrator with the link that the server printed at its start. */
export async function setUpAction(_before: FormState, form: FormData): Promise<FormState> {
  const values = { name: typed(form, 'name'), email: typed(form, 'email') };
  const request = SetupRequest.safeParse({
    ...values,
    token: form.get('token'),
    password: form.get('password'),
  });
  if (!request.success) return { values, message: null, fields: firstSentences(request.error) };
  try {
    await backendSend('POST', '/setup', request.data, z.unknown(), { headers: await callerHeaders() });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const dead = error.status === 404 || error.status === 410;
    return { values, message: dead ? shell.setup.dead : error.message, fields: error.fields };
  }
  redirect('/login?reason=set-up');
}
