/** The server's time as this browser can know it. */
export interface ServerClock {
  /** Epoch milliseconds on the server, estimated. Never goes back by more than a correction. */
  nowMs(): number;
  /** Takes a time that the server wrote into a message that has just arrived. */
  observe(serverMs: number): void;
}

const WINDOW_MS = 5 * 60_000;
/** A jump ahead by more than this needs a second message that says the same. */
const SUSPECT_MS = 10_000;

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
  let suspect: number | undefined;

  return {
    nowMs: () => localNowMs() + offsetMs,
    observe(serverMs) {
      const localMs = localNowMs();
      const sample = serverMs - localMs;
      if (!Number.isFinite(sample)) return;
      if (sample - offsetMs > SUSPECT_MS && !(Math.abs(sample - (suspect ?? Infinity)) <= SUSPECT_MS)) {
        suspect = sample;
        return;
      }
      suspect = undefined;
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
