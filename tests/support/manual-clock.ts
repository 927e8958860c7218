import type { Clock } from '#backend/platform/clock.ts';

/** A clock that a test turns. It starts at the real time, so that timestamps look familiar. */
export class ManualClock implements Clock {
  #nowMs: number;

  constructor(startMs = Date.now()) {
    this.#nowMs = startMs;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
