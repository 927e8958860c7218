import { offers } from '#backend/db/schema.ts';
import { loadTickets, type TicketRow } from '#backend/db/ticket-resource.ts';
import { TryAgain } from '#backend/db/transact.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import type { OfferStrategy } from '#lib/domain/vocabulary.ts';
import type { OfferRequest } from '#lib/protocol/offer.ts';
import type { ChangeSet } from './change-set.ts';
import { BROADCAST_SIZE, nearestDrivers } from './choose-drivers.ts';
import { requireEligible, requireKnownDrivers } from './eligible-driver.ts';
import { satisfies, type IfMatch } from './if-match.ts';
import { lockScene, lockTicket, pendingOf, type Scene } from './scene.ts';
import { illegalTransition, staleVersion } from './ticket-refusals.ts';
import { withdrawOffers } from './withdraw-offers.ts';

/**
 * Offers a ticket to one driver or several; the first to accept gets it. Offering again while it is
 * offered withdraws the old offers first.
 * @returns the ticket's id
 * @throws Refusal 404, 409 `illegal_transition` | `driver_busy`, 412, 422 `no_driver` | `driver_off_duty`
 */
export async function offerTicket(
  change: ChangeSet,
  ticketId: number,
  request: OfferRequest,
  ifMatch: IfMatch,
): Promise<number> {
  // The ticket alone first, so that the drivers are chosen for its present state; then all of them
  // in one go, in their order.
  const ticket = await lockTicket(change.tx, ticketId);
  if (!satisfies(ifMatch, ticket.version)) throw await staleVersion(change, ticket);
  if (ticket.status !== 'created' && ticket.status !== 'offered') {
    const held = await lockScene(change.tx, { ticketIds: [ticketId] });
    throw await illegalTransition(change, ticket, 'offered', held);
  }
  const strategy = request.strategy ?? (request.driver_ids ? 'manual' : 'nearest');
  const chosen = await chooseDrivers(change, ticket, strategy, request.driver_ids ?? null);
  const scene = await lockScene(change.tx, { ticketIds: [ticketId], driverIds: chosen.driverIds });
  await requireStillFit(change, scene, chosen, request.force, ticketId);

  await withdrawOffers(change, pendingOf(scene, ticketId));
  const rows = await change.tx
    .insert(offers)
    .values(
      chosen.driverIds.map((driverId) => ({
        ticketId,
        driverId,
        strategy,
        status: 'pending' as const,
        offeredAt: change.now,
        expiresAt: new Date(change.nowMs + request.expires_in * 1_000),
      })),
    )
    .returning();
  for (const row of rows) change.offerCreated(row);
  await change.updateTicket(
    ticket,
    { status: 'offered', offeredAt: change.now, offerId: rows.at(0)?.id ?? null },
    {
      type: 'ticket.offered',
      before: { status: ticket.status },
      after: { status: 'offered', driver_ids: chosen.driverIds, strategy },
    },
  );
  return ticketId;
}

interface Chosen {
  /** Nearest first, or as the dispatcher named them. */
  readonly driverIds: readonly number[];
  /** Named drivers are refused with the reason; found ones are replaced by searching again. */
  readonly named: boolean;
}

async function chooseDrivers(
  change: ChangeSet,
  ticket: TicketRow,
  strategy: OfferStrategy,
  driverIds: readonly number[] | null,
): Promise<Chosen> {
  if (driverIds) await requireKnownDrivers(change.tx, driverIds, 'driver_ids');
  if (driverIds && strategy !== 'nearest') return { driverIds: [...new Set(driverIds)], named: true };
  const limit = strategy === 'broadcast' ? BROADCAST_SIZE : 1;
  const nearest = await nearestDrivers(change, ticket, limit, driverIds);
  if (nearest.length === 0) {
    const sentence = 'No driver on duty is free for this ticket and has a known position.';
    throw new Refusal(422, 'no_driver', sentence, { errors: { strategy: [sentence] } });
  }
  return { driverIds: nearest, named: false };
}

async function requireStillFit(
  change: ChangeSet,
  scene: Scene,
  chosen: Chosen,
  force: boolean,
  ticketId: number,
): Promise<void> {
  if (chosen.named) {
    const [current] = await loadTickets(change.tx, [ticketId], change.nowMs);
    for (const driverId of chosen.driverIds) {
      const driver = scene.drivers.get(driverId);
      if (driver) requireEligible(driver, force, 'driver_ids', current);
    }
    return;
  }
  for (const driverId of chosen.driverIds) {
    const driver = scene.drivers.get(driverId);
    const offeredHere = pendingOf(scene, ticketId).some((offer) => offer.driverId === driverId);
    const fit = driver?.status === 'available' || (driver?.status === 'offered' && offeredHere);
    if (!fit) throw new TryAgain('a chosen driver was taken meanwhile');
  }
}
