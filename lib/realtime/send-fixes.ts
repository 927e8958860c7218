import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import { LocationResponse, type Fix } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import type { SendOutcome } from './fix-queue.ts';

const LocationAnswer = one(LocationResponse);
/** A limiter that said "too many" is not asked again within this time. */
const TOO_MANY_PAUSE_MS = 5_000;

/** One call with a batch of fixes; every failure becomes an outcome that the queue can act on. */
export async function sendFixes(fixes: readonly Fix[]): Promise<SendOutcome> {
  try {
    const { data } = await bffSend('POST', '/driver/location', { fixes }, LocationAnswer);
    return { kind: 'answered', answer: data };
  } catch (error) {
    return outcomeOfFailure(error);
  }
}

export function outcomeOfFailure(error: unknown): SendOutcome {
  if (!(error instanceof ApiError)) return { kind: 'failed', retryAfterMs: null };
  switch (error.status) {
    case 400:
    case 413:
    case 422:
      return { kind: 'refused' };
    case 401:
    case 403:
      return { kind: 'signed_out' };
    case 429:
      return { kind: 'failed', retryAfterMs: TOO_MANY_PAUSE_MS };
    default:
      return { kind: 'failed', retryAfterMs: null };
  }
}
