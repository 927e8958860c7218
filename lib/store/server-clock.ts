/** The server's time as this browser can know it. */
export interface ServerClock {
  /** Epoch milliseconds on the server, estimated. Never goes back by more than a correction. */
  nowMs(): number;
  /** Takes a time that the server wrote into a message that has just arrived. */
  observe(serverMs: number): void;
}

const WINDOW_MS = 5 * 60_000;
/** Samples further off than this from the page's first one are nonsense, not latency. */
const MAX_STEP_MS = 24 * 3_600_000;

/**
 * A message is always late, never early: of the samples (server time minus local time at arrival) the
 * greatest is the least delayed one. It is kept over two windows of five minutes, so that a wrong clock
 * that was set right is followed.
 * @param firstServerMs the server's time in the page that has just loaded
 * @param localNowMs the browser's clock, epoch ms
 */
export function createServerClock(firstServerMs: number, localNowMs: () => number): ServerClock {
  let windowStartMs = localNowMs();
  let current = firstServerMs - windowStartMs;
  let previous = Number.NEGATIVE_INFINITY;
  let offsetMs = current;

  return {
    nowMs: () => localNowMs() + offsetMs,
    observe(serverMs) {
      const localMs = localNowMs();
      const sample = serverMs - localMs;
      if (!Number.isFinite(sample) || Math.abs(sample - offsetMs) > MAX_STEP_MS) return;
      if (localMs - windowStartMs >= WINDOW_MS || localMs < windowStartMs) {
        windowStartMs = localMs;
        previous = current;
        current = sample;
      } else if (sample > current) {
        current = sample;
      }
      offsetMs = Math.max(current, previous);
    },
  };
}
