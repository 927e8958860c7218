import { and, asc, gt, inArray, isNull } from 'drizzle-orm';
import { positionResource } from '#backend/db/driver-resource.ts';
import { driverPositions, trackingLinks } from '#backend/db/schema.ts';
import type { Queryable } from '#backend/platform/backend.ts';
import { nowDate, type Clock } from '#backend/platform/clock.ts';
import type { EventRow, RoutingContext } from './event-routing.ts';

/** Reads what routing a batch of rows needs to know: live links of their tickets, positions for these. */
export async function loadRoutingContext(
  db: Queryable,
  rows: readonly EventRow[],
  clock: Clock,
): Promise<RoutingContext> {
  const now = nowDate(clock);
  const tickets = rows.flatMap((row) => row.snapshot.ticket ?? []);
  const ticketIds = [...new Set(tickets.map((ticket) => ticket.id))];
  const links = new Map<number, { id: number; expiresAt: Date }[]>();
  if (ticketIds.length > 0) {
    const live = await db
      .select()
      .from(trackingLinks)
      .where(
        and(
          inArray(trackingLinks.ticketId, ticketIds),
          isNull(trackingLinks.revokedAt),
          gt(trackingLinks.expiresAt, now),
        ),
      )
      .orderBy(asc(trackingLinks.id));
    for (const link of live) links.set(link.ticketId, [...(links.get(link.ticketId) ?? []), link]);
  }
  const tracked = tickets.filter((ticket) => links.has(ticket.id));
  const driverIds = [...new Set(tracked.flatMap((ticket) => ticket.driver?.id ?? []))];
  const found =
    driverIds.length === 0
      ? []
      : await db.select().from(driverPositions).where(inArray(driverPositions.driverId, driverIds));
  return {
    nowMs: now.getTime(),
    links,
    positions: new Map(found.map((row) => [row.driverId, positionResource(row)])),
  };
}
