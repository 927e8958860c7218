import type { Fix } from '#lib/protocol/fix.ts';
import {
  EMPTY_FIX_QUEUE,
  enqueueDeferred,
  enqueueFix,
  nextFixBatch,
  restoreFixes,
  retryNow,
  settleSending,
  startSending,
  type FixQueue,
  type QueuedFix,
  type SendOutcome,
} from './fix-queue.ts';
import type { FixStorage } from './fix-storage.ts';

/** Drives a fix queue: stores what it takes, sends it, and comes back after a failure. */
export interface FixSender {
  add(fix: Fix): void;
  /** Tries at once, whatever the backoff says. */
  retry(): void;
  queue(): FixQueue;
  /** False once the browser's storage failed: what waits is lost when the page closes. */
  durable(): boolean;
  /** @returns unsubscribe */
  subscribe(listener: () => void): () => void;
  /** Resolves when nothing waits any more, or after `timeoutMs` with what still waits kept. */
  drained(timeoutMs: number): Promise<boolean>;
  close(): void;
}

export interface FixSenderParts {
  readonly storage: FixStorage;
  /** Never rejects; bounds its own time. */
  readonly send: (fixes: readonly Fix[]) => Promise<SendOutcome>;
  readonly nowMs: () => number;
  readonly random: () => number;
  /** @returns cancel */
  readonly schedule: (delayMs: number, run: () => void) => () => void;
}

export function createFixSender(parts: FixSenderParts): FixSender {
  const listeners = new Set<() => void>();
  let queue: FixQueue = EMPTY_FIX_QUEUE;
  let durable = true;
  let closed = false;
  let cancelTimer: (() => void) | null = null;
  let cancelDeferred: (() => void) | null = null;

  const update = (next: FixQueue) => {
    if (next === queue) return;
    queue = next;
    for (const listener of listeners) listener();
  };
  const storageFailed = () => {
    durable = false;
    for (const listener of listeners) listener();
  };
  const forget = (before: readonly QueuedFix[]) => {
    const kept = new Set(queue.fixes.map((queued) => queued.recordedAtMs));
    const gone = before.map((queued) => queued.recordedAtMs).filter((at) => !kept.has(at));
    if (gone.length > 0) parts.storage.remove(gone).catch(storageFailed);
  };

  const pump = () => {
    if (closed) return;
    cancelTimer?.();
    cancelTimer = null;
    const nowMs = parts.nowMs();
    const batch = nextFixBatch(queue, nowMs);
    if (batch.length === 0) {
      const waitMs = queue.retryAtMs - nowMs;
      if (queue.fixes.length > 0 && queue.sending === 0 && !queue.signedOut && waitMs > 0) {
        cancelTimer = parts.schedule(waitMs, pump);
      }
      return;
    }
    update(startSending(queue, batch.length));
    void parts.send(batch.map((queued) => queued.fix)).then((outcome) => {
      // A page that is gone leaves the rest, and this batch's fate, to the next one: duplicates are harmless.
      if (closed) return;
      const before = queue.fixes;
      update(settleSending(queue, outcome, parts.nowMs(), parts.random()));
      forget(before);
      pump();
    });
  };

  const take = (next: FixQueue) => {
    const before = queue.fixes;
    const newest = next.fixes.at(-1);
    const taken = newest !== undefined && newest !== before.at(-1);
    update(next);
    cancelDeferred?.();
    cancelDeferred = null;
    if (next.deferred !== null) {
      const waitMs = Math.max(0, next.nextDueMs - parts.nowMs());
      cancelDeferred = parts.schedule(waitMs, () => take(enqueueDeferred(queue, parts.nowMs())));
    }
    if (!taken) return;
    parts.storage.put(newest).catch(storageFailed);
    forget(before);
    pump();
  };

  parts.storage.load().then((stored) => {
    if (closed) return;
    update(restoreFixes(queue, stored));
    pump();
  }, storageFailed);

  return {
    add(fix) {
      if (closed) return;
      take(enqueueFix(queue, { recordedAtMs: Date.parse(fix.recorded_at), fix }, parts.nowMs()));
    },
    retry() {
      update(retryNow(queue));
      pump();
    },
    queue: () => queue,
    durable: () => durable,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drained(timeoutMs) {
      return new Promise((resolve) => {
        const settle = (empty: boolean) => {
          cancel();
          listeners.delete(check);
          resolve(empty);
        };
        const check = () => {
          if (queue.fixes.length === 0 && queue.deferred === null) settle(true);
        };
        const cancel = parts.schedule(timeoutMs, () => settle(false));
        listeners.add(check);
        check();
      });
    },
    close() {
      closed = true;
      cancelTimer?.();
      cancelTimer = null;
      cancelDeferred?.();
      cancelDeferred = null;
      listeners.clear();
      parts.storage.close();
    },
  };
}
