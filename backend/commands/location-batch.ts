import type { Pool } from 'pg';
import { z } from 'zod';
import type { StoredFix } from '#backend/realtime/fleet-feed.ts';
import type { Fix } from '#lib/protocol/fix.ts';

/** One fix on its way into the database. */
export interface PendingFix {
  readonly driverId: number;
  readonly recordedAtMs: number;
  readonly fix: Fix;
}

export interface StoredBatch {
  /** In the order of `seq`, which is fix order for each driver. */
  readonly stored: readonly StoredFix[];
  /** Drivers of the batch who are not on duty; none of their fixes was stored. */
  readonly offDuty: ReadonlySet<number>;
}

/**
 * One statement, so one round trip and one transaction: looks up duty and ticket, stores what is new,
 * and moves each driver's newest position forward, never back. A fix belongs to the ticket that the
 * device names or else to the driver's current one, if it was recorded while the driver had it.
 */
const STORE = `
with input as (
  select * from unnest($1::int[], $2::float8[], $3::float8[], $4::float8[], $5::real[], $6::real[], $7::real[],
                       $8::real[], $9::int[])
    with ordinality as t(driver_id, recorded_ms, latitude, longitude, heading, speed, accuracy, battery, named_ticket_id, place)
), timed as (
  select input.*, to_timestamp(recorded_ms / 1000.0)::timestamptz(3) as recorded_at from input
), on_duty as (
  select timed.*, coalesce(named.id, held.id) as ticket_id
  from timed
  join drivers on drivers.id = timed.driver_id and drivers.duty = 'on'
  left join tickets named on named.id = timed.named_ticket_id and named.driver_id = timed.driver_id
    and timed.recorded_at between named.assigned_at and coalesce(named.ended_at, 'infinity')
  left join tickets held on held.id = drivers.current_ticket_id and timed.recorded_at >= held.assigned_at
), stored as (
  insert into positions (driver_id, ticket_id, latitude, longitude, heading, speed, accuracy, battery, recorded_at, received_at)
  select driver_id, ticket_id, latitude, longitude, heading, speed, accuracy, battery, recorded_at, $10::timestamptz
  from on_duty order by recorded_at, place
  on conflict (driver_id, recorded_at) do nothing
  returning *
), moved as (
  insert into driver_positions (driver_id, latitude, longitude, heading, speed, accuracy, battery, recorded_at, received_at, seq)
  select distinct on (driver_id) driver_id, latitude, longitude, heading, speed, accuracy, battery, recorded_at, received_at, seq
  from stored order by driver_id, recorded_at desc
  on conflict (driver_id) do update set
    latitude = excluded.latitude, longitude = excluded.longitude, heading = excluded.heading, speed = excluded.speed,
    accuracy = excluded.accuracy, battery = coalesce(excluded.battery, driver_positions.battery),
    recorded_at = excluded.recorded_at, received_at = excluded.received_at, seq = excluded.seq
  where driver_positions.recorded_at < excluded.recorded_at
)
select driver_id as "driverId", ticket_id as "ticketId", latitude, longitude, heading, speed, accuracy,
  (extract(epoch from recorded_at) * 1000)::float8 as "recordedAtMs", seq::float8 as seq
from stored
union all
select distinct timed.driver_id, null::int, null::float8, null::float8, null::real, null::real, null::real, null::float8, null::float8
from timed left join drivers on drivers.id = timed.driver_id where drivers.duty is distinct from 'on'
order by seq`;

const Row = z.union([
  z.object({
    driverId: z.int(),
    ticketId: z.int().nullable(),
    latitude: z.number(),
    longitude: z.number(),
    heading: z.number().nullable(),
    speed: z.number().nullable(),
    accuracy: z.number().nullable(),
    recordedAtMs: z.number(),
    seq: z.int(),
  }),
  z.object({ driverId: z.int(), seq: z.null() }),
]);

/** Also keeps a value such as 1e-50 from failing the whole batch as an underflow of `real`. */
const rounded = (value: number | null | undefined, digits: number): number | null =>
  value === null || value === undefined ? null : Math.round(value * 10 ** digits) / 10 ** digits;

export async function storeBatch(
  pool: Pool,
  batch: readonly PendingFix[],
  receivedAt: Date,
): Promise<StoredBatch> {
  const column = <T>(pick: (item: PendingFix) => T): T[] => batch.map(pick);
  // Without a name: the connections of the embedded database share one session and its statement names.
  const { rows } = await pool.query<Record<string, unknown>>({
    text: STORE,
    values: [
      column((item) => item.driverId),
      column((item) => item.recordedAtMs),
      column((item) => rounded(item.fix.latitude, 7)),
      column((item) => rounded(item.fix.longitude, 7)),
      column((item) => rounded(item.fix.heading, 2)),
      column((item) => rounded(item.fix.speed, 2)),
      column((item) => rounded(item.fix.accuracy, 2)),
      column((item) => rounded(item.fix.battery, 2)),
      column((item) => item.fix.ticket_id ?? null),
      receivedAt,
    ],
  });
  const stored: StoredFix[] = [];
  const offDuty = new Set<number>();
  for (const raw of rows) {
    const row = Row.parse(raw);
    if (row.seq === null) offDuty.add(row.driverId);
    else stored.push(row);
  }
  return { stored, offDuty };
}
