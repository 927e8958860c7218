/** Runs a piece of work once per frame, however often it is asked for. */
export interface FrameBatch {
  /** Asks for a run; further calls before it are free. */
  request(): void;
  /** Runs now if a run was asked for. */
  flush(): void;
  close(): void;
}

export type ScheduleFrame = (run: () => void) => () => void;

/** A hidden page gets no animation frames; its lists still want to be right when it is shown. */
const HIDDEN_DELAY_MS = 250;

/** The browser's next frame, or a timer where there are no frames. Returns a canceller. */
export const scheduleFrame: ScheduleFrame = (run) => {
  if (typeof requestAnimationFrame === 'undefined' || document.visibilityState === 'hidden') {
    const timer = setTimeout(run, HIDDEN_DELAY_MS);
    return () => clearTimeout(timer);
  }
  let fallback: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    clearTimeout(fallback);
    run();
  });
  // The page may become hidden before the frame comes.
  fallback = setTimeout(() => {
    cancelAnimationFrame(frame);
    run();
  }, 4 * HIDDEN_DELAY_MS);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(fallback);
  };
};

export function createFrameBatch(work: () => void, schedule: ScheduleFrame = scheduleFrame): FrameBatch {
  let cancel: (() => void) | undefined;
  const run = () => {
    cancel = undefined;
    work();
  };
  return {
    request() {
      cancel ??= schedule(run);
    },
    flush() {
      if (cancel === undefined) return;
      cancel();
      run();
    },
    close() {
      cancel?.();
      cancel = undefined;
    },
  };
}
