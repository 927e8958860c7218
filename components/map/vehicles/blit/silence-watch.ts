/** Tells when an answer that was asked for does not come. */
export interface SilenceWatch {
  start(): void;
  stop(): void;
}

const TICK_MS = 1_000;

/** Counts in ticks of a second: a computer that slept for an hour has waited one tick, not an hour. */
export function createSilenceWatch(seconds: number, onSilence: () => void): SilenceWatch {
  let ticks = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    ticks += 1;
    timer = ticks < seconds ? setTimeout(tick, TICK_MS) : undefined;
    if (timer === undefined) onSilence();
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return {
    start() {
      stop();
      ticks = 0;
      timer = setTimeout(tick, TICK_MS);
    },
    stop,
  };
}
