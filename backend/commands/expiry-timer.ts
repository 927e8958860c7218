import type { Backend } from '#backend/platform/backend.ts';
import { expireDue } from './expire-due.ts';
import { forgetOldKeys } from './idempotency.ts';

export interface ExpiryTimer {
  /** Waits for a run under way; no further one starts. */
  close(): Promise<void>;
}

/** A countdown ends in seconds, so this is how late its end is written down at most. */
const INTERVAL_MS = 1_000;
/** Kept answers are judged by their age when they are read; this only keeps the table small. */
const TIDY_EVERY_MS = 3_600_000;

/** Runs `expireDue` again and again, never twice at a time; a failed run is logged and tried again. */
export function startExpiryTimer(backend: Backend, intervalMs = INTERVAL_MS): ExpiryTimer {
  let running: Promise<void> | null = null;
  let tidiedAtMs = backend.clock.nowMs();
  const run = async () => {
    try {
      await expireDue(backend);
      const nowMs = backend.clock.nowMs();
      if (nowMs - tidiedAtMs < TIDY_EVERY_MS) return;
      await forgetOldKeys(backend);
      tidiedAtMs = nowMs;
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
