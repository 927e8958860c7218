import 'server-only';
import type { z } from 'zod';
import { webConfig } from '#lib/config/web-config.server.ts';
import { errors } from '#lib/messages/en/errors.ts';
import { apiRequest } from './request.ts';

export interface BackendCall {
  /** The backend's bearer token; absent for the public calls. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number | undefined;
}

/**
 * Reads from the backend on the server.
 *
 * @param path below `/api`, with a leading slash and its query: `/tickets?status=created`
 * @throws ApiError
 */
export async function backendGet<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  call: BackendCall = {},
): Promise<z.infer<Schema>> {
  return send('GET', path, undefined, schema, call);
}

/** @throws ApiError */
export async function backendSend<Schema extends z.ZodType>(
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  schema: Schema,
  call: BackendCall = {},
): Promise<z.infer<Schema>> {
  return send(method, path, body, schema, call);
}

async function send<Schema extends z.ZodType>(
  method: string,
  path: string,
  body: unknown,
  schema: Schema,
  { token, headers, timeoutMs }: BackendCall,
): Promise<z.infer<Schema>> {
  const { backendUrl } = await webConfig();
  return apiRequest({
    method,
    url: `${backendUrl}/api${path}`,
    schema,
    body,
    headers: { ...headers, ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    timeoutMs,
    unreachable: { code: 'backend_unavailable', message: errors.backendAway },
  });
}
