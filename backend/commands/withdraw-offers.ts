import type { OfferRow } from '#backend/db/offer-resource.ts';
import type { ChangeSet } from './change-set.ts';
import { pendingOf, type Scene } from './scene.ts';

/** Ends pending offers that nobody answered; one whose time was over anyway ends as expired. */
export async function withdrawOffers(change: ChangeSet, offers: readonly OfferRow[]): Promise<void> {
  for (const offer of offers) {
    const expired = offer.expiresAt.getTime() <= change.nowMs;
    await change.endOffer(offer, expired ? 'expired' : 'withdrawn');
  }
}

/**
 * After some pending offers of an offered ticket ended without a taker: without any other pending
 * offer the ticket is `created` again. Its version rises either way, because its offer changed.
 */
export async function settleOfferedTicket(
  change: ChangeSet,
  scene: Scene,
  ticketId: number,
  endedOfferIds: readonly number[],
): Promise<void> {
  const ticket = scene.tickets.get(ticketId);
  if (ticket?.status !== 'offered') return;
  const left = pendingOf(scene, ticketId).filter((offer) => !endedOfferIds.includes(offer.id));
  const newest = left.at(-1);
  const status = newest ? 'offered' : 'created';
  await change.updateTicket(ticket, newest ? { offerId: newest.id } : { status, offeredAt: null }, {
    type: 'ticket.updated',
    before: { status: ticket.status },
    after: { status, pending_offers: left.length },
  });
}

/** A driver who takes a job, or goes off duty, leaves the offers of other tickets behind. */
export async function withdrawOtherOffers(
  change: ChangeSet,
  scene: Scene,
  driverId: number,
  exceptTicketId: number | null,
): Promise<void> {
  const left = scene.pending.filter(
    (offer) => offer.driverId === driverId && offer.ticketId !== exceptTicketId,
  );
  await withdrawOffers(change, left);
  for (const offer of left) await settleOfferedTicket(change, scene, offer.ticketId, [offer.id]);
}
