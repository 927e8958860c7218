import type { Backend } from '#backend/platform/backend.ts';
import { expireDue } from './expire-due.ts';

export interface ExpiryTimer {
  /** Waits for a run under way; no further one starts. */
  close(): Promise<void>;
}

/** A countdown ends in seconds, so this is how late its end is written down at most. */
const INTERVAL_MS = 1_000;

/** Runs `expireDue` again and again, never twice at a time; a failed run is logged and tried again. */
export function startExpiryTimer(backend: Backend, intervalMs = INTERVAL_MS): ExpiryTimer {
  let running: Promise<void> | null = null;
  const run = async () => {
    try {
      await expireDue(backend);
    } catch (error) {
      backend.log.warn({ err: error }, 'expiry run failed');
    } finally {
      running = null;
    }
  };
  const timer = setInterval(() => {
    running ??= run();
  }, intervalMs);
  timer.unref();
  return {
    close: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
