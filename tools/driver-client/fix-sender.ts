import { MAX_FIXES_PER_CALL, type Fix } from '#lib/protocol/fix.ts';
import { backoffMs, pause } from './backoff.ts';
import { RestError } from './rest-client.ts';

/** Sends fixes in order, one call at a time; what cannot be sent waits in a bounded queue. */
export interface FixSender {
  push(fix: Fix): void;
  /** Held back: nothing is sent until it is set to false; what came in between goes as one burst. */
  hold(held: boolean): void;
  readonly queued: number;
  /** Fixes given up: the oldest of a full queue, and those that the server will never take. */
  readonly dropped: number;
  readonly sent: number;
  /** Resolves when the queue is empty or the signal has ended it. */
  drained(): Promise<void>;
}

/** Ten minutes at one fix a second. */
export const MAX_QUEUED = 600;

/** @param post one call with 1 to 100 fixes */
export function createFixSender(
  post: (fixes: readonly Fix[]) => Promise<unknown>,
  signal: AbortSignal,
): FixSender {
  const queue: Fix[] = [];
  let held = false;
  let dropped = 0;
  let sent = 0;
  let running: Promise<void> | null = null;

  const drain = async (): Promise<void> => {
    for (let attempt = 0; queue.length > 0 && !held && !signal.aborted;) {
      const batch = queue.slice(0, MAX_FIXES_PER_CALL);
      try {
        await post(batch);
        sent += batch.length;
        forget(batch);
        attempt = 0;
      } catch (error) {
        if (error instanceof RestError && error.isPassing) {
          await pause((error.retryAfterMs ?? 0) + backoffMs(attempt), signal);
          attempt += 1;
        } else {
          dropped += batch.length;
          forget(batch);
        }
      }
    }
  };
  /** The head of the queue may have been dropped while its call was under way. */
  const forget = (batch: readonly Fix[]): void => {
    while (queue.length > 0 && batch.some((fix) => fix === queue[0])) queue.shift();
  };
  const wake = (): void => {
    if (running !== null || held || queue.length === 0 || signal.aborted) return;
    running = drain().finally(() => {
      running = null;
      wake();
    });
  };

  return {
    push: (fix) => {
      queue.push(fix);
      if (queue.length > MAX_QUEUED) {
        queue.shift();
        dropped += 1;
      }
      wake();
    },
    hold: (next) => {
      held = next;
      wake();
    },
    get queued() {
      return queue.length;
    },
    get dropped() {
      return dropped;
    },
    get sent() {
      return sent;
    },
    drained: async () => {
      while (running !== null) await running;
    },
  };
}
