import { setMaxListeners } from 'node:events';
import type { z } from 'zod';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { backoffMs, pause } from './backoff.ts';

/** The public REST API as a device speaks it. */
export interface RestClient {
  readonly url: string;
  /**
   * @throws RestError for every answer that is not 2xx, and when there is no answer
   */
  send<T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  get<T>(path: string, schema: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>): Promise<T>;
  withToken(token: string): RestClient;
}

/** A refusal, or no answer at all (status 0). */
export class RestError extends Error {
  override readonly name = 'RestError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs: number | null,
    cause?: unknown,
  ) {
    super(message, { cause });
  }

  /** Whether the same call may succeed later without anything else having changed. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

const TIMEOUT_MS = 15_000;

/** @param signal ends every call */
export function createRestClient(url: string, signal: AbortSignal, token?: string): RestClient {
  const base = url.replace(/\/+$/, '');
  // Every call under way listens to it, hundreds at a time for a large fleet.
  setMaxListeners(0, signal);
  const send = async <T>(method: string, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> => {
    let response: Response;
    let text: string;
    // Not AbortSignal.any: it holds on to every signal ever joined with one that lives as long as we do.
    const call = new AbortController();
    const end = (): void => call.abort();
    const timer = setTimeout(end, TIMEOUT_MS);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    try {
      response = await fetch(`${base}/api${path}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: call.signal,
      });
      text = await response.text();
    } catch (error) {
      throw new RestError(0, 'no_answer', `${base} does not answer.`, null, error);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
    }
    if (!response.ok) throw refusal(response, text);
    return schema.parse(text === '' ? undefined : JSON.parse(text));
  };
  return {
    url: base,
    send,
    get: (path, schema) => send('GET', path, undefined, schema),
    post: (path, body, schema) => send('POST', path, body, schema),
    withToken: (next) => createRestClient(base, signal, next),
  };
}

function refusal(response: Response, text: string): RestError {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) ? seconds * 1_000 : null;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined; // a proxy's page, not ours
  }
  const known = ErrorBody.safeParse(body);
  return known.success
    ? new RestError(response.status, known.data.code, known.data.message, retryAfterMs)
    : new RestError(response.status, 'unknown', `The server answered ${response.status}.`, retryAfterMs);
}

/**
 * Repeats a call while its failure is a passing one, for as long as it takes or until the signal.
 * @param onWait told before each wait, e.g. to say once that the backend is away
 */
export async function untilAnswered<T>(
  call: () => Promise<T>,
  signal: AbortSignal,
  onWait: (error: RestError) => void = () => undefined,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof RestError) || !error.isPassing || signal.aborted) throw error;
      onWait(error);
      await pause((error.retryAfterMs ?? 0) + backoffMs(attempt), signal);
      signal.throwIfAborted();
    }
  }
}
