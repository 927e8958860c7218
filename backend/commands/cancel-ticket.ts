import { isCustomerCancelable } from '#lib/domain/ticket-status.ts';
import { forbidden, notFound } from '#backend/platform/refusal.ts';
import type { ChangeSet } from './change-set.ts';
import { satisfies, type IfMatch } from './if-match.ts';
import { moveTicket } from './move-ticket.ts';
import { lockScene, ticketOf } from './scene.ts';
import { illegalTransition, staleVersion } from './ticket-refusals.ts';
import { isStaffActor, mayRead } from './visibility.ts';

/**
 * Ends a ticket before it is done. A customer, with an account or by the tracking link, may until the
 * driver is on site. The route has checked that a link belongs to this ticket.
 * @returns the ticket's id
 * @throws Refusal 403, 404, 409 `illegal_transition`, 412
 */
export async function cancelTicket(
  change: ChangeSet,
  ticketId: number,
  reason: string,
  ifMatch: IfMatch,
): Promise<number> {
  const { actor } = change;
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = ticketOf(scene, ticketId);
  if (actor.role !== 'link' && !mayRead(actor, ticket)) throw notFound('ticket');
  if (actor.role === 'driver') throw forbidden('Ask dispatch to cancel this ticket.');
  if (!satisfies(ifMatch, ticket.version)) throw await staleVersion(change, ticket, scene);
  if (!isStaffActor(actor) && !isCustomerCancelable(ticket.status)) {
    throw await illegalTransition(change, ticket, 'canceled', scene);
  }
  await moveTicket(change, scene, ticket, 'canceled', { note: reason, endReason: reason });
  return ticketId;
}
