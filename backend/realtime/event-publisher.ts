import { asc, gt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import * as schema from '#backend/db/schema.ts';
import type { Database } from '#backend/platform/backend.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { BroadcastEvent, Broadcaster } from './broadcaster.ts';
import { routeEvent, type EventRow } from './event-routing.ts';
import { assignPositions, loadHead, saveHead } from './published-head.ts';
import type { Publisher } from './publisher.ts';
import { loadRoutingContext } from './routing-context.ts';

const { events } = schema;

export interface PublisherParts {
  readonly pool: Pool;
  readonly broadcaster: Broadcaster;
  readonly clock: Clock;
  readonly log: Logger;
  /** Told of each row just before it is published: the fleet feed keeps its picture by this. */
  readonly onEvent?: (row: EventRow) => void;
  readonly batchSize?: number;
  readonly pollMs?: number;
}

export interface EventPublisher extends Publisher {
  /** Begins to publish; until then `wake` only remembers. */
  start(): void;
  /** The position of the last published row; 0 before the first. */
  readonly head: number;
  /** Whether this process is the one that publishes. */
  readonly leads: boolean;
  /** Null while publishing works; else since when and why it does not. */
  readonly trouble: { readonly sinceMs: number; readonly error: unknown } | null;
}

/** Any number that this product's other advisory locks are not. */
const LOCK_KEY = 4_711_001;
const MAX_BACKOFF_MS = 15_000;

interface Step {
  readonly rows: readonly EventRow[];
  readonly events: readonly BroadcastEvent[];
}

/** A session of its own: it holds the advisory lock that makes this process the only publisher. */
interface Leadership {
  readonly client: PoolClient;
  readonly db: Database;
  lost: boolean;
}

/**
 * Reads committed event rows in the order in which they became visible, gives them their position,
 * publishes them one after the other and remembers how far it came. What was published but not yet
 * remembered when a process died is published again: at least once, never out of order. `wake` makes
 * it quick, the poll makes it certain (LISTEN/NOTIFY does not reach another session of PGlite).
 */
export function createPublisher(parts: PublisherParts): EventPublisher {
  const { pool, broadcaster, clock, log, batchSize = 200, pollMs = 1_000 } = parts;
  let leadership: Leadership | null = null;
  let head = 0;
  let started = false;
  let closed = false;
  let wanted = false;
  let running: Promise<void> | null = null;
  let failures = 0;
  let trouble: EventPublisher['trouble'] = null;
  let retryTimer: NodeJS.Timeout | null = null;
  let pollTimer: NodeJS.Timeout | null = null;
  let waiters: (() => void)[] = [];

  const lead = async (): Promise<Leadership | null> => {
    if (leadership !== null && !leadership.lost) return leadership;
    leadership?.client.release(true);
    leadership = null;
    const client = await pool.connect();
    try {
      const { rows } = await client.query<{ held: unknown }>('select pg_try_advisory_lock($1) as held', [
        LOCK_KEY,
      ]);
      if (rows[0]?.held !== true) {
        client.release();
        return null;
      }
      const taken: Leadership = { client, db: drizzle(client, { schema }), lost: false };
      client.on('error', () => (taken.lost = true));
      client.on('end', () => (taken.lost = true));
      head = await loadHead(taken.db);
      leadership = taken;
      return taken;
    } catch (error) {
      client.release(true);
      throw error;
    }
  };

  const publishBatch = async (db: Database, rows: readonly EventRow[]): Promise<void> => {
    const context = await loadRoutingContext(db, rows, clock);
    let reached = head;
    try {
      for (const step of steps(rows, (row) => routeEvent(row, context))) {
        for (const row of step.rows) parts.onEvent?.(row);
        if (step.events.length > 0) await broadcaster.publish(step.events);
        reached = step.rows.at(-1)?.position ?? reached;
      }
    } finally {
      if (reached > head) {
        await saveHead(db, reached);
        head = reached;
      }
    }
  };

  /**
   * What is sent together, and remembered together when it was: as many rows as one call of the broker
   * takes, so that little is sent again after a failure. With our own hub that is one row.
   */
  function* steps(
    rows: readonly EventRow[],
    route: (row: EventRow) => readonly BroadcastEvent[],
  ): Generator<Step> {
    let step: { rows: EventRow[]; events: BroadcastEvent[] } = { rows: [], events: [] };
    let size = 0;
    for (const row of rows) {
      const out = route(row);
      const cost = out.reduce((sum, event) => sum + event.channels.length, 0);
      const isFull = broadcaster.callSize === Number.POSITIVE_INFINITY || size + cost > broadcaster.callSize;
      if (isFull && step.rows.length > 0) {
        yield step;
        step = { rows: [], events: [] };
        size = 0;
      }
      step.rows.push(row);
      step.events.push(...out);
      size += cost;
    }
    if (step.rows.length > 0) yield step;
  }

  /** @returns false when another process is the publisher */
  const pass = async (): Promise<boolean> => {
    const leader = await lead();
    if (leader === null) return false;
    try {
      for (;;) {
        await assignPositions(leader.db, batchSize);
        const rows = await leader.db
          .select()
          .from(events)
          .where(gt(events.position, head))
          .orderBy(asc(events.position))
          .limit(batchSize);
        if (rows.length === 0) return true;
        await publishBatch(leader.db, rows);
        if (closed) return true;
      }
    } catch (error) {
      // Whatever the session's state is now, a fresh one begins from what was remembered.
      leader.lost = true;
      throw error;
    }
  };

  const run = async (): Promise<void> => {
    while (wanted && !closed) {
      wanted = false;
      const mine = waiters;
      waiters = [];
      try {
        const leads = await pass();
        failures = 0;
        trouble = null;
        if (leads) for (const resolve of mine) resolve();
        else waiters.push(...mine);
      } catch (error) {
        waiters.push(...mine);
        if (closed) return;
        failures += 1;
        trouble ??= { sinceMs: clock.nowMs(), error };
        log.warn({ err: error, failures }, 'events are not published; trying again');
        retryLater();
        return;
      }
    }
  };

  /** Full jitter over a doubling bound: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter */
  const retryLater = () => {
    const bound = Math.min(MAX_BACKOFF_MS, 250 * 2 ** Math.min(failures, 10));
    retryTimer = setTimeout(() => {
      retryTimer = null;
      publisher.wake();
    }, Math.random() * bound);
  };

  const publisher: EventPublisher = {
    get head() {
      return head;
    },
    get leads() {
      return leadership !== null && !leadership.lost;
    },
    get trouble() {
      return trouble;
    },
    start: () => {
      if (started || closed) return;
      started = true;
      pollTimer = setInterval(() => publisher.wake(), pollMs);
      pollTimer.unref();
      publisher.wake();
    },
    wake: () => {
      wanted = true;
      if (!started || closed || running !== null || retryTimer !== null) return;
      running = run().finally(() => {
        running = null;
        // A wake between the last look and here must not wait for the poll.
        if (wanted && retryTimer === null) publisher.wake();
      });
    },
    drained: () =>
      new Promise((resolve) => {
        if (closed) {
          resolve();
          return;
        }
        waiters.push(resolve);
        publisher.wake();
      }),
    close: async () => {
      closed = true;
      if (pollTimer !== null) clearInterval(pollTimer);
      if (retryTimer !== null) clearTimeout(retryTimer);
      await running;
      if (leadership !== null) {
        const { client, lost } = leadership;
        leadership = null;
        if (!lost) await unlock(client, log);
        client.release(lost);
      }
      for (const resolve of waiters.splice(0)) resolve();
    },
  };
  return publisher;
}

async function unlock(client: PoolClient, log: Logger): Promise<void> {
  try {
    await client.query('select pg_advisory_unlock($1)', [LOCK_KEY]);
  } catch (err) {
    log.warn({ err }, 'the publisher lock was not given back; it ends with its session');
  }
}
