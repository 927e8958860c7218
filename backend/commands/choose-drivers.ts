import { and, asc, eq, exists, gt, inArray, isNull, notExists, or, sql } from 'drizzle-orm';
import { driverPositions, drivers, offers, users } from '#backend/db/schema.ts';
import type { TicketRow } from '#backend/db/ticket-resource.ts';
import { LOST_AFTER_MS } from '#lib/domain/connectivity.ts';
import type { ChangeSet } from './change-set.ts';

export const BROADCAST_SIZE = 5;

/**
 * The nearest drivers who can take the ticket now: on duty, free (a pending offer of this very ticket
 * does not count), with the skill and a fix that is not lost. Those who let this ticket pass before
 * come last.
 * @param among only these drivers; null: the whole fleet
 */
export async function nearestDrivers(
  change: ChangeSet,
  ticket: TicketRow,
  limit: number,
  among: readonly number[] | null,
): Promise<number[]> {
  const { tx, nowMs } = change;
  const offersOf = (...conditions: Parameters<typeof and>) =>
    tx
      .select({ one: sql`1` })
      .from(offers)
      .where(and(eq(offers.driverId, drivers.id), ...conditions));
  const free = or(
    eq(drivers.status, 'available'),
    and(
      eq(drivers.status, 'offered'),
      notExists(offersOf(eq(offers.status, 'pending'), sql`${offers.ticketId} <> ${ticket.id}`)),
    ),
  );
  const passedBefore = exists(
    offersOf(eq(offers.ticketId, ticket.id), inArray(offers.status, ['declined', 'expired'])),
  );
  const rows = await tx
    .select({ id: drivers.id })
    .from(drivers)
    .innerJoin(users, eq(users.id, drivers.userId))
    .innerJoin(driverPositions, eq(driverPositions.driverId, drivers.id))
    .where(
      and(
        free,
        isNull(users.disabledAt),
        sql`${ticket.serviceType} = any(${drivers.skills})`,
        gt(driverPositions.recordedAt, new Date(nowMs - LOST_AFTER_MS)),
        among === null ? undefined : inArray(drivers.id, [...among]),
      ),
    )
    .orderBy(asc(passedBefore), asc(haversine(ticket)), asc(drivers.id))
    .limit(limit);
  return rows.map((row) => row.id);
}

/** Grows with the great-circle distance; good for an order, not a length. */
const haversine = (ticket: TicketRow) => sql`(
  power(sin(radians(${driverPositions.latitude} - ${ticket.latitude}::float8) / 2), 2) +
  cos(radians(${ticket.latitude}::float8)) * cos(radians(${driverPositions.latitude})) *
  power(sin(radians(${driverPositions.longitude} - ${ticket.longitude}::float8) / 2), 2)
)`;
