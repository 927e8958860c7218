import type { z } from 'zod';
import { errors } from '#lib/messages/en/errors.ts';
import { ApiError } from './api-error.ts';
import { apiRequest } from './request.ts';

/**
 * Reads through the web server, which adds the session's token; for SWR fetchers too.
 *
 * @param path below `/api`, with a leading slash and its query
 * @throws ApiError
 */
export async function bffGet<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  signal?: AbortSignal,
): Promise<z.infer<Schema>> {
  return call('GET', path, undefined, schema, undefined, signal);
}

/**
 * @param headers `If-Match`, `Idempotency-Key`
 * @throws ApiError
 */
export async function bffSend<Schema extends z.ZodType>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  schema: Schema,
  headers?: Readonly<Record<string, string>>,
): Promise<z.infer<Schema>> {
  return call(method, path, body, schema, headers, undefined);
}

async function call<Schema extends z.ZodType>(
  method: string,
  path: string,
  body: unknown,
  schema: Schema,
  headers: Readonly<Record<string, string>> | undefined,
  signal: AbortSignal | undefined,
): Promise<z.infer<Schema>> {
  try {
    return await apiRequest({
      method,
      url: `/api/bff${path}`,
      schema,
      body,
      headers,
      signal,
      unreachable: { code: 'offline', message: errors.network },
    });
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) leaveForLogin();
    throw error;
  }
}

let leaving = false;

/** The session ended while the page was open: the login page says so and leads back here. */
function leaveForLogin(): void {
  if (leaving) return;
  leaving = true;
  const here = `${window.location.pathname}${window.location.search}`;
  window.location.assign(`/login?reason=expired&next=${encodeURIComponent(here)}`);
}
