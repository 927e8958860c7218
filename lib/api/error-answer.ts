import { errors } from '#lib/messages/en/errors.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';

/** A refusal by the web server itself, in the contract's shape. */
export function errorAnswer(
  status: number,
  code: string,
  message: string,
  requestId: string = crypto.randomUUID(),
  headers: Readonly<Record<string, string>> = {},
): Response {
  const body: ErrorBody = { message, code, request_id: requestId };
  return Response.json(body, {
    status,
    headers: { 'Cache-Control': 'no-store', 'X-Request-Id': requestId, ...headers },
  });
}

const RETRY_AFTER_SECONDS = '2';

/** The backend or broker cannot be reached. */
export const awayAnswer = (requestId?: string): Response =>
  errorAnswer(503, 'backend_unavailable', errors.backendAway, requestId, {
    'Retry-After': RETRY_AFTER_SECONDS,
  });

/** It was reached and stays silent. */
export const silentAnswer = (requestId?: string): Response =>
  errorAnswer(503, 'backend_timeout', errors.timeout, requestId, { 'Retry-After': RETRY_AFTER_SECONDS });
