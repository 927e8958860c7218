import type { z } from 'zod';
import { errors } from '#lib/messages/en/errors.ts';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { ApiError } from './api-error.ts';
import { noteServerTime } from './server-times.ts';

export const REQUEST_TIMEOUT_MS = 10_000;

export interface ApiRequest<Schema extends z.ZodType> {
  readonly method: string;
  readonly url: string;
  readonly schema: Schema;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** The code when the address cannot be reached at all. */
  readonly unreachable: { readonly code: 'backend_unavailable' | 'offline'; readonly message: string };
}

/**
 * One JSON call: timeout, decoding, and every failure as ApiError. A 204 is decoded as `undefined`.
 *
 * @throws ApiError
 */
export async function apiRequest<Schema extends z.ZodType>(
  request: ApiRequest<Schema>,
): Promise<z.infer<Schema>> {
  const timeout = AbortSignal.timeout(request.timeoutMs ?? REQUEST_TIMEOUT_MS);
  const signal = request.signal === undefined ? timeout : AbortSignal.any([request.signal, timeout]);
  const headers = new Headers(request.headers);
  headers.set('Accept', 'application/json');
  if (request.body !== undefined) headers.set('Content-Type', 'application/json');

  let status: number;
  let text: string;
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers,
      signal,
      cache: 'no-store',
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    });
    noteServerTime(response.headers.get('date'));
    status = response.status;
    text = await response.text();
  } catch (cause) {
    if (request.signal?.aborted === true) throw cause;
    if (timeout.aborted) throw new ApiError(0, 'timeout', errors.timeout, null, cause);
    throw new ApiError(0, request.unreachable.code, request.unreachable.message, null, cause);
  }
  const json = parseJson(text);
  if (status >= 400) throw refusal(status, json);
  const decoded = request.schema.safeParse(json);
  if (!decoded.success) throw new ApiError(status, 'unreadable', errors.unreadable, null, decoded.error);
  return decoded.data;
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's HTML page, for one; whoever decodes it says that it is unreadable.
    return undefined;
  }
}

function refusal(status: number, json: unknown): ApiError {
  const body = ErrorBody.partial({ code: true, request_id: true }).safeParse(json);
  if (!body.success) {
    return status >= 502 && status <= 504
      ? new ApiError(status, 'backend_unavailable', errors.backendAway)
      : new ApiError(status, 'unreadable', errors.unreadable);
  }
  // A level 0 backend sends Laravel's plain { message, errors }.
  const code = body.data.code ?? LARAVEL_CODES[status] ?? 'refused';
  return new ApiError(status, code, body.data.message, {
    ...body.data,
    code,
    request_id: body.data.request_id ?? '',
  });
}

const LARAVEL_CODES: Readonly<Record<number, string>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  419: 'unauthenticated',
  422: 'invalid',
  429: 'too_many_requests',
  503: 'backend_unavailable',
};
