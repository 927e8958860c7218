import { eq } from 'drizzle-orm';
import { offerResource } from '#backend/db/offer-resource.ts';
import { offers } from '#backend/db/schema.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import { lockOffer } from './accept-offer.ts';
import type { ChangeSet } from './change-set.ts';
import { pendingOf } from './scene.ts';
import { settleOfferedTicket } from './withdraw-offers.ts';

/**
 * Says no. The last pending offer's refusal gives the ticket back to dispatch. Repeating it is fine.
 * @returns the offer's id
 * @throws Refusal 404, 409 `offer_expired` | `offer_accepted` | `offer_withdrawn`
 */
export async function declineOffer(
  change: ChangeSet,
  offerId: number,
  reason: string | null,
): Promise<number> {
  const { scene, ticket } = await lockOffer(change, offerId);
  const pending = pendingOf(scene, ticket.id).find((offer) => offer.id === offerId);
  if (!pending || pending.expiresAt.getTime() <= change.nowMs) {
    const [offer] = await change.tx.select().from(offers).where(eq(offers.id, offerId));
    if (!offer || offer.status === 'declined') return offerId;
    const current = offerResource(offer);
    switch (offer.status) {
      case 'accepted':
        throw new Refusal(409, 'offer_accepted', 'You have accepted this offer.', { current });
      case 'withdrawn':
        throw new Refusal(409, 'offer_withdrawn', 'This offer was withdrawn.', { current });
      case 'pending':
      case 'expired':
        throw new Refusal(409, 'offer_expired', 'The time to answer this offer is over.', { current });
    }
  }
  await change.endOffer(pending, 'declined', reason);
  await settleOfferedTicket(change, scene, ticket.id, [offerId]);
  return offerId;
}
