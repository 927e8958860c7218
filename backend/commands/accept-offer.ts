import { eq } from 'drizzle-orm';
import { offerResource, type OfferRow } from '#backend/db/offer-resource.ts';
import { offers } from '#backend/db/schema.ts';
import type { TicketRow } from '#backend/db/ticket-resource.ts';
import { notFound, Refusal } from '#backend/platform/refusal.ts';
import { isActive } from '#lib/domain/ticket-status.ts';
import type { ChangeSet } from './change-set.ts';
import { handOver } from './hand-over.ts';
import { lockScene, pendingOf, ticketOf, type Scene } from './scene.ts';
import { ticketTaken } from './ticket-refusals.ts';

/**
 * Takes the offered ticket. Whoever locks the ticket first wins; the winner may repeat the call. Time
 * is judged by the clock, whether or not the expiry has been written down yet.
 * @returns the ticket's id
 * @throws Refusal 404 (also for another driver's offer), 409 `offer_expired` | `ticket_taken` |
 * `offer_withdrawn` | `offer_declined`
 */
export async function acceptOffer(change: ChangeSet, offerId: number): Promise<number> {
  const { driver, offer, scene, ticket } = await lockOffer(change, offerId);
  const pending = pendingOf(scene, ticket.id).find((candidate) => candidate.id === offerId);
  if (!pending || pending.expiresAt.getTime() <= change.nowMs) {
    const [now] = await change.tx.select().from(offers).where(eq(offers.id, offerId));
    const row = now ?? offer;
    if (row.status === 'accepted' && ticket.driverId === driver.id) return ticket.id;
    throw await tooLate(change, scene, ticket, row);
  }
  await handOver(change, scene, ticket, driver, pending);
  return ticket.id;
}

async function tooLate(
  change: ChangeSet,
  scene: Scene,
  ticket: TicketRow,
  offer: OfferRow,
): Promise<Refusal> {
  const current = offerResource(offer);
  const heldByOther = isActive(ticket.status) && ticket.driverId !== offer.driverId;
  switch (offer.status) {
    case 'pending':
    case 'expired':
      return new Refusal(409, 'offer_expired', 'The time to accept this offer is over.', { current });
    case 'declined':
      return new Refusal(409, 'offer_declined', 'You have declined this offer.', { current });
    default: {
      if (!heldByOther) {
        return new Refusal(409, 'offer_withdrawn', 'This offer was withdrawn.', { current });
      }
      const { holder } = (await ticketTaken(change, ticket, scene)).details;
      return new Refusal(409, 'ticket_taken', 'Another driver was faster.', {
        current,
        ...(holder && { holder }),
      });
    }
  }
}

/** The offer of this driver with everything that accepting or declining touches, locked. */
export async function lockOffer(change: ChangeSet, offerId: number) {
  const { driverId } = change.actor;
  const [offer] = await change.tx.select().from(offers).where(eq(offers.id, offerId));
  if (!offer || driverId === null || offer.driverId !== driverId) throw notFound('offer');
  const scene = await lockScene(change.tx, {
    ticketIds: [offer.ticketId],
    withOffersTo: [driverId],
  });
  const driver = scene.drivers.get(driverId);
  if (!driver) throw notFound('offer');
  return { driver, offer, scene, ticket: ticketOf(scene, offer.ticketId) };
}
