import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import { greatCircleEtaSeconds } from '#lib/domain/eta.ts';
import { distanceM } from '#lib/domain/geo.ts';
import { LOST_AFTER_MS } from '#lib/domain/connectivity.ts';
import type { DriverOffer, Offer } from '#lib/protocol/offer.ts';
import { driverPositions, offers, tickets } from './schema.ts';

export type OfferRow = typeof offers.$inferSelect;

export function offerResource(row: OfferRow): Offer {
  return {
    id: row.id,
    ticket_id: row.ticketId,
    driver_id: row.driverId,
    status: row.status,
    offered_at: row.offeredAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    responded_at: row.respondedAt?.toISOString() ?? null,
    reason: row.reason,
    version: row.version,
  };
}

/** The offers of these ids, in the order of `ids`; unknown ids are left out. */
export async function loadOffers(q: Queryable, ids: readonly number[]): Promise<Offer[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select()
    .from(offers)
    .where(inArray(offers.id, [...ids]));
  return inOrderOf(ids, rows.map(offerResource));
}

/**
 * The same with what the driver needs in order to decide: place, work, distance and ETA from the
 * driver's last position. Only for the driver of the offer, and only while that driver may know.
 */
export async function loadDriverOffers(
  q: Queryable,
  ids: readonly number[],
  nowMs: number,
): Promise<DriverOffer[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select({ offer: offers, ticket: tickets, position: driverPositions })
    .from(offers)
    .innerJoin(tickets, eq(tickets.id, offers.ticketId))
    .leftJoin(driverPositions, eq(driverPositions.driverId, offers.driverId))
    .where(inArray(offers.id, [...ids]));
  const resources = rows.map(({ offer, ticket, position }): DriverOffer => {
    const known = position !== null && nowMs - position.recordedAt.getTime() < LOST_AFTER_MS;
    return {
      ...offerResource(offer),
      ticket: {
        id: ticket.id,
        reference: ticket.reference,
        service_type: ticket.serviceType,
        priority: ticket.priority,
        location: { latitude: ticket.latitude, longitude: ticket.longitude, address: ticket.address },
        notes: ticket.notes,
        distance: known ? Math.round(distanceM(position, ticket)) : null,
        eta_seconds: known ? greatCircleEtaSeconds(position, ticket) : null,
      },
    };
  });
  return inOrderOf(ids, resources);
}

/** A driver's own offers: the job is shown with those that can still be answered, not ever after. */
export async function loadOwnOffers(
  q: Queryable,
  ids: readonly number[],
  nowMs: number,
): Promise<(DriverOffer | Offer)[]> {
  const plain = await loadOffers(q, ids);
  const pending = plain.filter((offer) => offer.status === 'pending').map((offer) => offer.id);
  const shown = new Map((await loadDriverOffers(q, pending, nowMs)).map((offer) => [offer.id, offer]));
  return plain.map((offer) => shown.get(offer.id) ?? offer);
}

function inOrderOf<T extends { readonly id: number }>(ids: readonly number[], resources: readonly T[]): T[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
