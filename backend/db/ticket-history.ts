import { and, asc, count, eq, gt, gte, type SQL } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import type { TrackPoint } from '#lib/protocol/ticket.ts';
import { events, positions } from './schema.ts';

export type EventRow = typeof events.$inferSelect;

/** Every event of a ticket, oldest first, as far as `condition` lets through. */
export async function ticketEvents(
  q: Queryable,
  ticketId: number,
  condition: SQL | undefined,
  limit: number,
  offset: number,
): Promise<{ readonly rows: readonly EventRow[]; readonly total: number }> {
  const where = and(eq(events.ticketId, ticketId), condition);
  const [counted] = await q.select({ total: count() }).from(events).where(where);
  const rows = await q.select().from(events).where(where).orderBy(asc(events.id)).limit(limit).offset(offset);
  return { rows, total: counted?.total ?? 0 };
}

export interface TrackQuery {
  readonly ticketId: number;
  /** Exclusive. */
  readonly after?: Date | undefined;
  /** Inclusive: when the track began to be shared with the reader. */
  readonly from?: Date | undefined;
  readonly driverId?: number | undefined;
  readonly limit: number;
}

/** The recorded track of a ticket, oldest first. */
export async function ticketTrack(
  q: Queryable,
  query: TrackQuery,
): Promise<{ readonly points: TrackPoint[]; readonly total: number }> {
  const where = and(
    eq(positions.ticketId, query.ticketId),
    query.after && gt(positions.recordedAt, query.after),
    query.from && gte(positions.recordedAt, query.from),
    query.driverId === undefined ? undefined : eq(positions.driverId, query.driverId),
  );
  const [counted] = await q.select({ total: count() }).from(positions).where(where);
  const rows = await q
    .select()
    .from(positions)
    .where(where)
    .orderBy(asc(positions.recordedAt), asc(positions.seq))
    .limit(query.limit);
  const points = rows.map((row): TrackPoint => ({
    driver_id: row.driverId,
    latitude: row.latitude,
    longitude: row.longitude,
    heading: row.heading,
    speed: row.speed,
    accuracy: row.accuracy,
    recorded_at: row.recordedAt.toISOString(),
    seq: row.seq,
  }));
  return { points, total: counted?.total ?? 0 };
}
