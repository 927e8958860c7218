import { loadTickets, type TicketRow } from '#backend/db/ticket-resource.ts';
import { canTransition, isActive } from '#lib/domain/ticket-status.ts';
import type { AssignRequest } from '#lib/protocol/ticket.ts';
import type { ChangeSet } from './change-set.ts';
import { requireEligible, requireKnownDrivers } from './eligible-driver.ts';
import { handOver } from './hand-over.ts';
import { namesVersion, satisfies, type IfMatch } from './if-match.ts';
import { lockScene, ticketOf, type Scene } from './scene.ts';
import { illegalTransition, staleVersion, ticketTaken } from './ticket-refusals.ts';

/**
 * Gives a ticket to a driver. Taking it from another driver must be meant: by `If-Match` with the
 * present version, or by `force`. So of two dispatchers who assign the same ticket at once exactly
 * one succeeds and the other learns who has it. Assigning it again to its own driver changes nothing.
 * @returns the ticket's id
 * @throws Refusal 404, 409 `ticket_taken` | `illegal_transition` | `driver_busy`, 412, 422
 */
export async function assignTicket(
  change: ChangeSet,
  ticketId: number,
  request: AssignRequest,
  ifMatch: IfMatch,
): Promise<number> {
  const scene = await lockScene(change.tx, {
    ticketIds: [ticketId],
    withOffersTo: [request.driver_id],
  });
  const ticket = ticketOf(scene, ticketId);
  if (isActive(ticket.status) && ticket.driverId === request.driver_id) return ticketId;
  if (!satisfies(ifMatch, ticket.version)) throw await staleVersion(change, ticket, scene);
  await requireFree(change, scene, ticket, request.force || namesVersion(ifMatch, ticket.version));

  await requireKnownDrivers(change.tx, [request.driver_id], 'driver_id');
  const driver = scene.drivers.get(request.driver_id);
  if (!driver) throw new Error(`driver ${request.driver_id} is known but was not locked`);
  const [current] = await loadTickets(change.tx, [ticketId], change.nowMs);
  requireEligible(driver, request.force, 'driver_id', current);
  await handOver(change, scene, ticket, driver, null);
  return ticketId;
}

async function requireFree(
  change: ChangeSet,
  scene: Scene,
  ticket: TicketRow,
  takesFromHolder: boolean,
): Promise<void> {
  if (!canTransition(ticket.status, 'assigned')) {
    throw await illegalTransition(change, ticket, 'assigned', scene);
  }
  if (isActive(ticket.status) && !takesFromHolder) throw await ticketTaken(change, ticket, scene);
}
