import type { OfferRow } from '#backend/db/offer-resource.ts';
import type { DriverRow, TicketRow } from '#backend/db/ticket-resource.ts';
import type { ChangeSet } from './change-set.ts';
import { pendingOf, type Scene } from './scene.ts';
import { withdrawOffers, withdrawOtherOffers } from './withdraw-offers.ts';

/**
 * Gives the ticket to the driver, by an accepted offer or by assignment: its other offers end, the
 * driver's offers of other tickets end, a former driver is told. The caller has checked that it may.
 */
export async function handOver(
  change: ChangeSet,
  scene: Scene,
  ticket: TicketRow,
  driver: DriverRow,
  accepted: OfferRow | null,
): Promise<void> {
  if (accepted) await change.endOffer(accepted, 'accepted');
  const unanswered = pendingOf(scene, ticket.id).filter((offer) => offer.id !== accepted?.id);
  await withdrawOffers(change, unanswered);
  await withdrawOtherOffers(change, scene, driver.id, ticket.id);
  await change.updateTicket(
    ticket,
    {
      status: 'assigned',
      driverId: driver.id,
      assignedAt: change.now,
      enRouteAt: null,
      ...(accepted && { offerId: accepted.id }),
    },
    {
      type: 'ticket.assigned',
      formerDriverId: ticket.driverId,
      before: { status: ticket.status, driver_id: ticket.driverId },
      after: { status: 'assigned', driver_id: driver.id, driver_name: driver.name },
    },
  );
  change.touchDriver(ticket.driverId);
  change.touchDriver(driver.id);
}
