/** A rate limit that allows a burst: `capacity` at once, `perSecond` in the long run. */
export class TokenBucket {
  #tokens: number;
  #filledAtMs: number;

  constructor(
    readonly perSecond: number,
    readonly capacity: number,
    nowMs: number,
  ) {
    this.#tokens = capacity;
    this.#filledAtMs = nowMs;
  }

  /** Takes one token; false when there is none. */
  take(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#filledAtMs);
    this.#tokens = Math.min(this.capacity, this.#tokens + (elapsedMs / 1_000) * this.perSecond);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
