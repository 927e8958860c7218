import { forbidden, notFound } from '#backend/platform/refusal.ts';
import { isEnded, settableStatuses, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { StatusRequest } from '#lib/protocol/ticket.ts';
import type { ChangeSet } from './change-set.ts';
import { moveTicket, type PlainStep } from './move-ticket.ts';
import { lockScene, ticketOf } from './scene.ts';
import { illegalTransition } from './ticket-refusals.ts';
import { isStaffActor, mayRead } from './visibility.ts';

/**
 * Moves a ticket along: its driver forward, dispatcher and admin along any plain step of the table.
 * @returns the ticket's id
 * @throws Refusal 403, 404, 409 `illegal_transition` with `allowed` and `current`
 */
export async function setTicketStatus(
  change: ChangeSet,
  ticketId: number,
  request: StatusRequest,
): Promise<number> {
  const { actor } = change;
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = ticketOf(scene, ticketId);
  if (!mayRead(actor, ticket)) throw notFound('ticket');
  if (actor.role !== 'driver' && !isStaffActor(actor)) throw forbidden();
  const role = actor.role === 'driver' ? 'driver' : 'dispatcher';
  const { status, note = null, latitude, longitude } = request;
  if (!isPlainStep(status) || !settableStatuses(ticket.status, role).includes(status)) {
    throw await illegalTransition(change, ticket, status, scene);
  }
  await moveTicket(change, scene, ticket, status, {
    note,
    endReason: isEnded(status) ? note : null,
    ...(latitude !== undefined && longitude !== undefined && { at: { latitude, longitude } }),
  });
  return ticketId;
}

/** Whether dispatch may set this next: a plain step of the table. */
export const isStaffStep = (from: TicketStatus, to: TicketStatus): to is PlainStep =>
  isPlainStep(to) && settableStatuses(from, 'dispatcher').includes(to);

const isPlainStep = (status: StatusRequest['status']): status is PlainStep =>
  status !== 'offered' && status !== 'assigned';
