import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import { LOST_AFTER_MS, STALE_AFTER_MS } from '#lib/domain/connectivity.ts';
import { greatCircleEtaSeconds } from '#lib/domain/eta.ts';
import type { Eta, Ticket } from '#lib/protocol/ticket.ts';
import { offerResource, type OfferRow } from './offer-resource.ts';
import { driverPositions, drivers, offers, tickets } from './schema.ts';

export type TicketRow = typeof tickets.$inferSelect;
export type DriverRow = typeof drivers.$inferSelect;
export type PositionRow = typeof driverPositions.$inferSelect;

/** The staff view of these tickets, in the order of `ids`; unknown ids are left out. */
export async function loadTickets(q: Queryable, ids: readonly number[], nowMs: number): Promise<Ticket[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select({ ticket: tickets, driver: drivers, offer: offers, position: driverPositions })
    .from(tickets)
    .leftJoin(drivers, eq(drivers.id, tickets.driverId))
    .leftJoin(offers, eq(offers.id, tickets.offerId))
    .leftJoin(driverPositions, eq(driverPositions.driverId, tickets.driverId))
    .where(inArray(tickets.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.ticket.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [ticketResource(row.ticket, row.driver, row.offer, row.position, nowMs)] : [];
  });
}

function ticketResource(
  row: TicketRow,
  driver: DriverRow | null,
  offer: OfferRow | null,
  position: PositionRow | null,
  nowMs: number,
): Ticket {
  const time = (at: Date | null) => at?.toISOString() ?? null;
  return {
    id: row.id,
    reference: row.reference,
    version: row.version,
    status: row.status,
    priority: row.priority,
    service_type: row.serviceType,
    customer: { id: row.customerId, name: row.customerName, phone: row.customerPhone },
    location: { latitude: row.latitude, longitude: row.longitude, address: row.address },
    notes: row.notes,
    driver: driver && {
      id: driver.id,
      name: driver.name,
      vehicle: driver.vehicle,
      phone: driver.phone,
    },
    offer: offer && offerResource(offer),
    eta: ticketEta(row, position, nowMs),
    due_at: time(row.dueAt),
    created_at: row.createdAt.toISOString(),
    offered_at: time(row.offeredAt),
    assigned_at: time(row.assignedAt),
    en_route_at: time(row.enRouteAt),
    on_site_at: time(row.onSiteAt),
    in_service_at: time(row.inServiceAt),
    ended_at: time(row.endedAt),
    end_reason: row.endReason,
    rating: row.rating,
    latest_update: row.latestUpdate,
    unread_messages: 0,
    updated_at: row.updatedAt.toISOString(),
  };
}

/** A great-circle guess while the driver is on the way; none from a position that is lost. */
export function ticketEta(
  row: Pick<TicketRow, 'status' | 'latitude' | 'longitude'>,
  position: Pick<PositionRow, 'latitude' | 'longitude' | 'recordedAt'> | null,
  nowMs: number,
): Eta | null {
  if ((row.status !== 'assigned' && row.status !== 'en_route') || !position) return null;
  const positionAgeMs = Math.max(0, nowMs - position.recordedAt.getTime());
  if (positionAgeMs >= LOST_AFTER_MS) return null;
  const seconds = greatCircleEtaSeconds(position, row);
  return {
    seconds,
    arrives_at: new Date(nowMs + seconds * 1_000).toISOString(),
    computed_at: new Date(nowMs).toISOString(),
    provider: 'great_circle',
    confidence: positionAgeMs < STALE_AFTER_MS ? 'medium' : 'low',
    position_age_seconds: Math.floor(positionAgeMs / 1_000),
  };
}
