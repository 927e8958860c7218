/** Time as a dependency: tests pass one they can turn. */
export interface Clock {
  /** Epoch milliseconds. */
  nowMs(): number;
}

export const systemClock: Clock = { nowMs: () => Date.now() };

export const nowDate = (clock: Clock): Date => new Date(clock.nowMs());
