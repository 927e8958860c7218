import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { FleetFeed } from '#backend/realtime/fleet-feed.ts';
import { nowDate, type Clock } from '#backend/platform/clock.ts';
import type { Metrics } from '#backend/platform/metrics.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import type { Fix, FixRejection, LocationResponse } from '#lib/protocol/fix.ts';
import { storeBatch, type PendingFix, type StoredBatch } from './location-batch.ts';

/** Group commit for fixes: callers wait for durability, the database sees few, large statements. */
export interface LocationWriter {
  /**
   * Stores decoded fixes of one driver; resolves once they are durable.
   * @throws Refusal 503 when the bounded queue is full
   */
  write(driverId: number, fixes: readonly IndexedFix[]): Promise<LocationResponse>;
  /** Fixes that wait or are being written, for the metrics. */
  readonly queued: number;
  /** Writes what waits, then refuses. */
  close(): Promise<void>;
}

export interface IndexedFix {
  /** The fix's place in its request, for naming it in the answer. */
  readonly index: number;
  readonly fix: Fix;
}

export interface LocationWriterParts {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, 'fixes'>;
  readonly fleet: Pick<FleetFeed, 'fixesStored'>;
}

/** A device's clock may run ahead of ours by this much. */
export const MAX_AHEAD_MS = 60_000;
export const MAX_AGE_MS = 24 * 3_600_000;
export const MAX_QUEUED_FIXES = 50_000;
const MAX_FIXES_PER_FLUSH = 5_000;
/** Long enough to gather a fleet's fixes of the same moment, short against the eye. */
const GATHER_MS = 8;

interface Call {
  readonly driverId: number;
  readonly fixes: readonly { readonly index: number; readonly pending: PendingFix }[];
  readonly rejected: readonly { readonly index: number; readonly code: FixRejection }[];
  readonly resolve: (response: LocationResponse) => void;
  readonly reject: (error: unknown) => void;
}

export function createLocationWriter({
  pool,
  clock,
  log,
  metrics,
  fleet,
}: LocationWriterParts): LocationWriter {
  let waiting: Call[] = [];
  let queued = 0;
  let closed = false;
  let running: Promise<void> | undefined;

  const takeBatch = (): Call[] => {
    let count = 0;
    let end = 0;
    for (const call of waiting) {
      if (end > 0 && count + call.fixes.length > MAX_FIXES_PER_FLUSH) break;
      count += call.fixes.length;
      end += 1;
    }
    const batch = waiting.slice(0, end);
    waiting = waiting.slice(end);
    return batch;
  };

  const flush = async (calls: readonly Call[]): Promise<void> => {
    const fixes = calls.flatMap((call) => call.fixes.map(({ pending }) => pending));
    try {
      const batch = await storeBatch(pool, fixes, nowDate(clock));
      const answer = answers(batch);
      for (const call of calls) call.resolve(answer(call));
      metrics.fixes.inc({ result: 'stored' }, batch.stored.length);
      metrics.fixes.inc({ result: 'not_stored' }, fixes.length - batch.stored.length);
      if (batch.stored.length > 0) fleet.fixesStored(batch.stored);
    } catch (error) {
      log.warn({ err: error, fixes: fixes.length }, 'fixes not stored');
      for (const call of calls) call.reject(error);
    } finally {
      queued -= fixes.length;
    }
  };

  /** One flush at a time: while it runs, the next one gathers. */
  const run = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (waiting.length > 0) await flush(takeBatch());
    running = undefined;
  };

  return {
    get queued() {
      return queued;
    },
    write(driverId, fixes) {
      const nowMs = clock.nowMs();
      const rejected: { index: number; code: FixRejection }[] = [];
      const accepted: { index: number; pending: PendingFix }[] = [];
      for (const { index, fix } of fixes) {
        const recordedAtMs = Date.parse(fix.recorded_at);
        const code = timeRejection(recordedAtMs, nowMs);
        if (code) rejected.push({ index, code });
        else accepted.push({ index, pending: { driverId, recordedAtMs, fix } });
      }
      if (accepted.length === 0) return Promise.resolve({ stored: 0, duplicates: 0, rejected });
      if (closed || queued + accepted.length > MAX_QUEUED_FIXES) return Promise.reject(overloaded());
      queued += accepted.length;
      const answered = new Promise<LocationResponse>((resolve, reject) => {
        waiting.push({ driverId, fixes: accepted, rejected, resolve, reject });
      });
      running ??= run();
      return answered;
    },
    async close() {
      closed = true;
      await running;
    },
  };
}

function timeRejection(recordedAtMs: number, nowMs: number): FixRejection | undefined {
  if (recordedAtMs > nowMs + MAX_AHEAD_MS) return 'in_future';
  return recordedAtMs < nowMs - MAX_AGE_MS ? 'too_old' : undefined;
}

const overloaded = (): Refusal =>
  new Refusal(503, 'overloaded', 'Too many positions wait to be stored. Send them again in a moment.', {
    retryAfterSeconds: 2,
  });

/** Tells each call which of its fixes were new; of two equal ones in a batch the first to come is. */
function answers({ stored, offDuty }: StoredBatch): (call: Call) => LocationResponse {
  const keyOf = (driverId: number, recordedAtMs: number) => `${driverId}.${recordedAtMs}`;
  const fresh = new Set(stored.map((fix) => keyOf(fix.driverId, fix.recordedAtMs)));
  return ({ driverId, fixes, rejected }) => {
    if (offDuty.has(driverId)) {
      const off = fixes.map(({ index }) => ({ index, code: 'off_duty' as const }));
      return {
        stored: 0,
        duplicates: 0,
        rejected: [...rejected, ...off].toSorted((a, b) => a.index - b.index),
      };
    }
    const storedHere = fixes.filter(({ pending }) =>
      fresh.delete(keyOf(driverId, pending.recordedAtMs)),
    ).length;
    return { stored: storedHere, duplicates: fixes.length - storedHere, rejected: [...rejected] };
  };
}
