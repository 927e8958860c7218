import { setTimeout as wait } from 'node:timers/promises';

/** Bounded exponential backoff with full jitter (Brooker, "Exponential Backoff And Jitter", 2015). */

export const BASE_MS = 300;
export const CAP_MS = 15_000;

/** How long to wait before attempt `attempt` (0 is the first retry). */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return random() * Math.min(CAP_MS, BASE_MS * 2 ** Math.min(attempt, 20));
}

/** Waits, or returns at once when the signal is or becomes aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error; // aborted: the caller looks at the signal
  }
}
