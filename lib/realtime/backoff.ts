/**
 * Full-jitter backoff: a uniformly random wait below an exponentially growing bound, so that a thousand
 * pages that lost one server do not come back in step (Brooker, "Exponential Backoff and Jitter", AWS
 * Architecture Blog, 2015).
 */
export interface Backoff {
  readonly baseMs: number;
  readonly capMs: number;
  /** Never sooner than this. */
  readonly floorMs: number;
}

/** @param attempt 0 for the first retry; @param random uniform in [0, 1) */
export function backoffMs(
  { baseMs, capMs, floorMs }: Backoff,
  attempt: number,
  random: () => number,
): number {
  const bound = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));
  return Math.max(floorMs, Math.floor(random() * bound));
}
