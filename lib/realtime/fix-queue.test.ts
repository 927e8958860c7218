import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import type { LocationResponse } from '#lib/protocol/fix.ts';
import {
  EMPTY_FIX_QUEUE,
  MAX_QUEUED_FIXES,
  enqueueDeferred,
  enqueueFix,
  nextFixBatch,
  restoreFixes,
  retryDelayMs,
  retryNow,
  settleSending,
  startSending,
  type FixQueue,
  type QueuedFix,
} from './fix-queue.ts';

const START_MS = Date.parse('2026-11-21T10:00:00.000Z');

function fixAt(atMs: number): QueuedFix {
  return {
    recordedAtMs: atMs,
    fix: { latitude: 57.7, longitude: 11.97, recorded_at: new Date(atMs).toISOString() },
  };
}

/** A reading taken as soon as it was made. */
const take = (queue: FixQueue, atMs: number): FixQueue => enqueueFix(queue, fixAt(atMs), atMs);

function queueOf(count: number): FixQueue {
  let queue = EMPTY_FIX_QUEUE;
  for (let i = 0; i < count; i += 1) queue = take(queue, START_MS + i * 1_000);
  return queue;
}

const allStored = (stored: number): LocationResponse => ({ stored, duplicates: 0, rejected: [] });

describe('fix queue', () => {
  it('takes at most one fix a second, yet loses none to a receiver that jitters', () => {
    let queue = EMPTY_FIX_QUEUE;
    for (const offset of [0, 400, 998, 1_200, 2_003, 2_990, 4_001]) {
      queue = take(queue, START_MS + offset);
    }
    expect(queue.fixes.map((queued) => queued.recordedAtMs - START_MS)).toEqual([
      0, 998, 2_003, 2_990, 4_001,
    ]);
  });

  it('never takes more than one fix a second over any longer time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 2, maxLength: 200 }), (gaps) => {
        let at = START_MS;
        let queue = EMPTY_FIX_QUEUE;
        for (const gap of gaps) queue = take(queue, (at += gap));
        const spanMs = (queue.fixes.at(-1)?.recordedAtMs ?? 0) - (queue.fixes[0]?.recordedAtMs ?? 0);
        expect((queue.fixes.length - 1) * 1_000).toBeLessThanOrEqual(spanMs + 250);
      }),
    );
  });

  it('goes on when the clock of the device is set back', () => {
    const hourAgo = START_MS - 3_600_000;
    const queue = take(queueOf(2), hourAgo);
    expect(queue.fixes).toHaveLength(3);
    expect(take(queue, hourAgo + 1_000).fixes).toHaveLength(4);
  });

  it('keeps the newest reading that came too soon until it is due, with its own time', () => {
    let queue = take(queueOf(1), START_MS + 300);
    queue = take(queue, START_MS + 600);
    expect(enqueueDeferred(queue, START_MS + 700).fixes).toHaveLength(1);
    queue = enqueueDeferred(queue, START_MS + 1_000);
    expect(queue.fixes.map((queued) => queued.recordedAtMs - START_MS)).toEqual([0, 600]);
    expect(queue.deferred).toBeNull();
  });

  it('drops a reading that waited when a newer one is taken', () => {
    const queue = take(take(queueOf(1), START_MS + 300), START_MS + 1_100);
    expect(queue.fixes.map((queued) => queued.recordedAtMs - START_MS)).toEqual([0, 1_100]);
    expect(queue.deferred).toBeNull();
  });

  it('is bounded: when it is full the oldest fix gives way and is counted', () => {
    const queue = queueOf(MAX_QUEUED_FIXES + 5);
    expect(queue.fixes).toHaveLength(MAX_QUEUED_FIXES);
    expect(queue.overflowed).toBe(5);
    expect(queue.fixes[0]?.recordedAtMs).toBe(START_MS + 5_000);
  });

  it('keeps the fixes of the call under way when it overflows', () => {
    const sending = startSending(queueOf(MAX_QUEUED_FIXES), 100);
    const queue = take(sending, START_MS + MAX_QUEUED_FIXES * 1_000);
    expect(queue.fixes.slice(0, 100)).toEqual(sending.fixes.slice(0, 100));
    expect(queue.fixes[100]?.recordedAtMs).toBe(START_MS + 101_000);
  });

  it('sends the oldest first, at most a hundred in a call, and one call at a time', () => {
    const queue = queueOf(150);
    const batch = nextFixBatch(queue, START_MS);
    expect(batch).toHaveLength(100);
    expect(batch[0]?.recordedAtMs).toBe(START_MS);
    expect(nextFixBatch(startSending(queue, 100), START_MS)).toEqual([]);
  });

  it('lets go of stored, duplicate and rejected fixes alike, and counts the rejected', () => {
    const queue = settleSending(
      startSending(queueOf(4), 3),
      {
        kind: 'answered',
        answer: { stored: 1, duplicates: 1, rejected: [{ index: 2, code: 'in_future' }] },
      },
      START_MS,
      0,
    );
    expect(queue.fixes.map((queued) => queued.recordedAtMs)).toEqual([START_MS + 3_000]);
    expect(queue.rejected).toBe(1);
    expect(queue.sending).toBe(0);
  });

  it('drops and counts a call that is refused for good instead of repeating it for ever', () => {
    const queue = settleSending(startSending(queueOf(3), 3), { kind: 'refused' }, START_MS, 0);
    expect(queue.fixes).toEqual([]);
    expect(queue.rejected).toBe(3);
  });

  it('keeps every fix of a failed call and waits for the backoff', () => {
    const failed = { kind: 'failed', retryAfterMs: null } as const;
    const queue = settleSending(startSending(queueOf(3), 3), failed, START_MS, 0.5);
    expect(queue.fixes).toHaveLength(3);
    expect(nextFixBatch(queue, START_MS + 499)).toEqual([]);
    expect(nextFixBatch(queue, START_MS + 500)).toHaveLength(3);
  });

  it('waits at least as long as the backend asks', () => {
    const failed = { kind: 'failed', retryAfterMs: 7_000 } as const;
    const queue = settleSending(startSending(queueOf(1), 1), failed, START_MS, 0);
    expect(nextFixBatch(queue, START_MS + 6_999)).toEqual([]);
    expect(nextFixBatch(queue, START_MS + 7_000)).toHaveLength(1);
  });

  it('forgets the failures after an answer', () => {
    const failed = { kind: 'failed', retryAfterMs: null } as const;
    let queue = settleSending(startSending(queueOf(2), 1), failed, START_MS, 0.9);
    queue = settleSending(startSending(queue, 1), { kind: 'answered', answer: allStored(1) }, START_MS, 0.9);
    expect(queue.failures).toBe(0);
    expect(nextFixBatch(queue, START_MS)).toHaveLength(1);
  });

  it('keeps what waits, and sends nothing, once the driver is signed out', () => {
    const queue = settleSending(startSending(queueOf(2), 2), { kind: 'signed_out' }, START_MS, 0);
    expect(queue.fixes).toHaveLength(2);
    expect(nextFixBatch(queue, START_MS + 3_600_000)).toEqual([]);
  });

  it('tries at once when it is asked to', () => {
    const failed = { kind: 'failed', retryAfterMs: 60_000 } as const;
    const queue = settleSending(startSending(queueOf(1), 1), failed, START_MS, 1);
    expect(nextFixBatch(retryNow(queue), START_MS)).toHaveLength(1);
  });

  it('puts stored fixes of an earlier page first, each once', () => {
    const queue = restoreFixes(queueOf(2), [fixAt(START_MS - 2_000), fixAt(START_MS)]);
    expect(queue.fixes.map((queued) => queued.recordedAtMs - START_MS)).toEqual([-2_000, 0, 1_000]);
  });

  it('never slips a restored fix in front of the call under way', () => {
    const queue = restoreFixes(startSending(queueOf(2), 1), [fixAt(START_MS - 2_000)]);
    expect(queue.fixes.map((queued) => queued.recordedAtMs - START_MS)).toEqual([0, -2_000, 1_000]);
  });

  it('spreads retries over the whole backoff, which doubles to half a minute and no further', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map((failures) => retryDelayMs(failures, 1))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
    expect(retryDelayMs(5, 0)).toBe(0);
  });
});
