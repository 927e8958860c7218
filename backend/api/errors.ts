import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ZodError } from 'zod';
import { databaseFailure } from '#backend/db/database-error.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { Logger } from 'pino';
import type { ApiEnv } from './api-env.ts';
import { validationRefusal } from './router.ts';

const RETRY_AFTER_SECONDS = 2;

/** Everything thrown in a route leaves here, in the contract's shape; what is no refusal is logged. */
export function onError(log: Logger): ErrorHandler<ApiEnv> {
  return (error, c) => {
    const refusal = asRefusal(error);
    if (refusal) {
      if (refusal.status === 503) {
        log.warn({ requestId: c.get('requestId'), err: refusal.cause ?? refusal }, 'unavailable');
      }
      return answer(c, refusal);
    }
    log.error(
      { requestId: c.get('requestId'), method: c.req.method, route: c.req.routePath, err: error },
      'unexpected error',
    );
    return c.json(body(c, 'Something went wrong on our side.', 'server_error'), 500);
  };
}

export const onNotFound: NotFoundHandler<ApiEnv> = (c) =>
  c.json(body(c, 'There is nothing here.', 'not_found'), 404);

/** @returns undefined for an error that nobody foresaw */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof ZodError) return validationRefusal(error);
  if (error instanceof HTTPException) return fromHttpException(error);
  if (isAborted(error)) return new Refusal(400, 'aborted', 'The request ended early.', {}, error);
  switch (databaseFailure(error)) {
    case 'unavailable':
      return databaseAway(error);
    case 'conflict':
      return new Refusal(
        503,
        'busy',
        'Too many changes at once. Try again.',
        { retryAfterSeconds: 1 },
        error,
      );
    case 'bad_value':
      return new Refusal(422, 'invalid', 'A value is out of range.', { errors: {} }, error);
    case undefined:
      return undefined;
  }
}

/** The client hung up in the middle of its body: nobody reads the answer, and nothing is wrong here. */
const isAborted = (error: unknown): boolean =>
  error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET';

export const databaseAway = (cause?: unknown): Refusal =>
  new Refusal(
    503,
    'database_unavailable',
    'The database is away. Try again in a moment.',
    { retryAfterSeconds: RETRY_AFTER_SECONDS },
    cause,
  );

function fromHttpException(error: HTTPException): Refusal {
  switch (error.status) {
    case 413:
      return new Refusal(413, 'too_large', 'The body is too large.');
    case 415:
      return new Refusal(415, 'unsupported_media_type', 'Send JSON, with Content-Type: application/json.');
    default:
      return new Refusal(400, 'bad_json', 'The body is not valid JSON.');
  }
}

function answer(c: Context<ApiEnv>, refusal: Refusal): Response {
  const { retryAfterSeconds, ...details } = refusal.details;
  if (retryAfterSeconds !== undefined) c.header('Retry-After', String(Math.ceil(retryAfterSeconds)));
  if (refusal.status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.json({ ...body(c, refusal.message, refusal.code), ...details }, refusal.status);
}

const body = (c: Context<ApiEnv>, message: string, code: string): ErrorBody => ({
  message,
  code,
  request_id: c.get('requestId'),
});
