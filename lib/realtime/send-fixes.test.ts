import { describe, expect, it } from 'vitest';
import { ApiError } from '#lib/api/api-error.ts';
import { outcomeOfFailure } from './send-fixes.ts';

const outcome = (status: number) => outcomeOfFailure(new ApiError(status, 'code', 'sentence'));

describe('outcome of a failed call', () => {
  it('keeps the fixes for any failure that may pass', () => {
    for (const status of [0, 408, 409, 500, 502, 503]) {
      expect(outcome(status)).toEqual({ kind: 'failed', retryAfterMs: null });
    }
    expect(outcomeOfFailure(new TypeError('network'))).toEqual({ kind: 'failed', retryAfterMs: null });
  });

  it('gives a limiter time', () => {
    expect(outcome(429)).toEqual({ kind: 'failed', retryAfterMs: 5_000 });
  });

  it('never repeats what the backend cannot take', () => {
    for (const status of [400, 413, 422]) expect(outcome(status)).toEqual({ kind: 'refused' });
  });

  it('waits for the driver when the credential is dead', () => {
    for (const status of [401, 403]) expect(outcome(status)).toEqual({ kind: 'signed_out' });
  });
});
