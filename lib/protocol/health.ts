import { z } from 'zod';
import { isoTime } from './scalars.ts';

/** How the deployment does, for an administrator: `GET /admin/health`. */

const amount = z.int().min(0);

/** Whether events get out to whoever listens. */
export const BrokerHealth = z.object({
  driver: z.enum(['embedded', 'reverb', 'pusher']),
  /** `delayed`: it takes events again, but some still wait; `down`: it takes none now. */
  state: z.enum(['up', 'delayed', 'down']),
  /** When this state began. */
  since: isoTime,
  /** Events that are durable but not sent yet. */
  waiting_events: amount,
  /** When the oldest of them happened. */
  oldest_waiting_at: isoTime.nullable(),
  /** Why it is down: a safe sentence. */
  error: z.string().nullable(),
});

export const DatabaseHealth = z.object({
  driver: z.enum(['embedded', 'server']),
  state: z.enum(['up', 'down']),
  /** Of a `select 1` made for this answer; null while it is down. */
  latency_ms: z.number().min(0).nullable(),
  connections: z.object({ open: amount, idle: amount, waiting: amount }),
});

export const PublisherHealth = z.object({
  /** `standby`: another process publishes. */
  state: z.enum(['publishing', 'standby', 'blocked']),
  /** Position of the last event that the broker took. */
  head: amount,
  lag_events: amount,
  /** Age of the oldest event that is not out yet; 0 when there is none. */
  lag_ms: amount,
});

export const SocketHealth = z.object({
  pusher: amount,
  plain: amount,
  channels: amount,
  /** Sockets whose reader is behind. */
  slow: amount,
  limit: amount,
});

export const FleetHealth = z.object({
  /** Drivers on duty with a position younger than the stale bound. */
  reporting: amount,
  /** Fixes that wait for the next batch to the map. */
  waiting_rows: amount,
  last_fix_at: isoTime.nullable(),
});

export const Health = z
  .object({
    /** Of the contract that this backend keeps; 0 is a plain Laravel application with Reverb. */
    level: z.union([z.literal(0), z.literal(1)]),
    at: isoTime,
    started_at: isoTime,
    broker: BrokerHealth,
    database: DatabaseHealth,
    publisher: PublisherHealth,
    sockets: SocketHealth,
    fleet: FleetHealth,
    /** What was counted since the start, by a stable snake_case name: fixes_stored, sockets_refused … */
    counters: z.record(z.string(), amount),
    /** What an administrator should know or do: one plain sentence each. */
    risks: z.array(z.string()),
  })
  .meta({ id: 'Health' });
export type Health = z.infer<typeof Health>;
