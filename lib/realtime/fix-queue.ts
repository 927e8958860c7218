import { MAX_FIXES_PER_CALL, type Fix, type LocationResponse } from '#lib/protocol/fix.ts';
import { backoffMs, type Backoff } from './backoff.ts';

/**
 * The positions that a driver's device still owes the backend, as one immutable value. A fix leaves it
 * only when the backend says that it is stored, a duplicate or rejected; time and chance come from outside.
 */
export interface FixQueue {
  /** In the order in which they were read, oldest first. */
  readonly fixes: readonly QueuedFix[];
  /** The newest reading that came too soon: taken when the next fix is due, unless a newer one comes. */
  readonly deferred: QueuedFix | null;
  /** How many from the front are in the call under way; 0 while none is. */
  readonly sending: number;
  /** Calls that failed since the last answer. */
  readonly failures: number;
  /** No call before this time, epoch ms. */
  readonly retryAtMs: number;
  /** When the next fix is due under the limit of one a second, epoch ms by the device. */
  readonly nextDueMs: number;
  /** Fixes that the backend refused for good. */
  readonly rejected: number;
  /** Fixes that gave way to newer ones because the queue was full. */
  readonly overflowed: number;
  /** The credential died: nothing is sent until the driver signs in again; what waits is kept. */
  readonly signedOut: boolean;
}

export interface QueuedFix {
  /** Identifies the fix: the backend stores one per driver and millisecond. */
  readonly recordedAtMs: number;
  readonly fix: Fix;
}

/** What became of one call. */
export type SendOutcome =
  | { readonly kind: 'answered'; readonly answer: LocationResponse }
  /** The backend refused every fix of the call, so repeating it would fail for ever. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'signed_out' }
  /** No answer, or one that says to come back. */
  | { readonly kind: 'failed'; readonly retryAfterMs: number | null };

/** An hour at the full rate: a long tunnel or a dead zone, at about 1 MB. */
export const MAX_QUEUED_FIXES = 3_600;
export const MIN_FIX_INTERVAL_MS = 1_000;
/** Receivers tick at one a second with some jitter; without slack every other reading would be lost. */
const INTERVAL_SLACK_MS = 250;
const RETRY: Backoff = { baseMs: 1_000, capMs: 30_000, floorMs: 0 };

export const EMPTY_FIX_QUEUE: FixQueue = {
  fixes: [],
  deferred: null,
  sending: 0,
  failures: 0,
  retryAtMs: 0,
  nextDueMs: 0,
  rejected: 0,
  overflowed: 0,
  signedOut: false,
};

/**
 * Takes a new reading. One that comes too soon waits until the next is due: a car that stops within the
 * second must not be left a street further back.
 * @param nowMs the device's clock
 */
export function enqueueFix(queue: FixQueue, queued: QueuedFix, nowMs: number): FixQueue {
  if (queue.fixes.some((held) => held.recordedAtMs === queued.recordedAtMs)) return queue;
  // Further ahead than one interval: the device's clock was set back.
  const setBack = queue.nextDueMs - nowMs > MIN_FIX_INTERVAL_MS + INTERVAL_SLACK_MS;
  if (!setBack && nowMs < queue.nextDueMs - INTERVAL_SLACK_MS) return { ...queue, deferred: queued };
  const nextDueMs = (setBack ? nowMs : Math.max(queue.nextDueMs, nowMs)) + MIN_FIX_INTERVAL_MS;
  return bounded({ ...queue, fixes: [...queue.fixes, queued], deferred: null, nextDueMs });
}

/** Takes the reading that waited for its turn, if it is due. */
export function enqueueDeferred(queue: FixQueue, nowMs: number): FixQueue {
  if (queue.deferred === null || nowMs < queue.nextDueMs - INTERVAL_SLACK_MS) return queue;
  return enqueueFix({ ...queue, deferred: null }, queue.deferred, nowMs);
}

/** Puts what an earlier page had stored in front of what this one has read since. */
export function restoreFixes(queue: FixQueue, stored: readonly QueuedFix[]): FixQueue {
  const held = new Set(queue.fixes.map((queued) => queued.recordedAtMs));
  const missing = stored.filter((queued) => !held.has(queued.recordedAtMs));
  // Fixes under way are counted from the front, so nothing may slip in before them.
  const front = queue.fixes.slice(0, queue.sending);
  const rest = [...missing, ...queue.fixes.slice(queue.sending)].sort(
    (a, b) => a.recordedAtMs - b.recordedAtMs,
  );
  return bounded({ ...queue, fixes: [...front, ...rest] });
}

/** The fixes for the next call, oldest first; empty while one is under way or must wait. */
export function nextFixBatch(queue: FixQueue, nowMs: number): readonly QueuedFix[] {
  if (queue.sending > 0 || queue.signedOut || nowMs < queue.retryAtMs) return [];
  return queue.fixes.slice(0, MAX_FIXES_PER_CALL);
}

/** Marks the front `count` fixes as under way. */
export function startSending(queue: FixQueue, count: number): FixQueue {
  return { ...queue, sending: count };
}

/**
 * Applies the outcome of the call under way.
 * @param random in [0, 1): the retry waits a random part of the full backoff, so that a fleet that lost
 *   its backend together does not come back together
 */
export function settleSending(
  queue: FixQueue,
  outcome: SendOutcome,
  nowMs: number,
  random: number,
): FixQueue {
  const fixes = queue.fixes.slice(queue.sending);
  const settled = { ...queue, sending: 0, failures: 0, retryAtMs: 0, fixes };
  switch (outcome.kind) {
    case 'answered':
      return { ...settled, rejected: queue.rejected + outcome.answer.rejected.length };
    case 'refused':
      return { ...settled, rejected: queue.rejected + queue.sending };
    case 'signed_out':
      return { ...queue, sending: 0, signedOut: true };
    case 'failed':
      return bounded({
        ...queue,
        sending: 0,
        failures: queue.failures + 1,
        retryAtMs: nowMs + Math.max(outcome.retryAfterMs ?? 0, retryDelayMs(queue.failures, random)),
      });
  }
}

/** The person, or a network that came back, asks to try at once. */
export function retryNow(queue: FixQueue): FixQueue {
  return queue.retryAtMs === 0 ? queue : { ...queue, retryAtMs: 0 };
}

/** @param failures calls that failed before this one */
export function retryDelayMs(failures: number, random: number): number {
  return backoffMs(RETRY, failures, () => random);
}

/** A dispatcher needs where the driver is more than where the driver was: the oldest give way. */
function bounded(queue: FixQueue): FixQueue {
  const excess = queue.fixes.length - Math.max(MAX_QUEUED_FIXES, queue.sending);
  if (excess <= 0) return queue;
  const front = queue.fixes.slice(0, queue.sending);
  return {
    ...queue,
    fixes: [...front, ...queue.fixes.slice(queue.sending + excess)],
    overflowed: queue.overflowed + excess,
  };
}
