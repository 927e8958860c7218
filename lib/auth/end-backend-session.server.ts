import 'server-only';
import { z } from 'zod';
import { ApiError } from '#lib/api/api-error.ts';
import { backendSend } from '#lib/api/backend.server.ts';

/** Revokes the token at the backend. One that is away does not keep a person signed in here. */
export async function endBackendSession(token: string): Promise<void> {
  try {
    await backendSend('POST', '/logout', undefined, z.unknown(), { token, timeoutMs: 3_000 });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
