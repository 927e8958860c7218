import type { TicketRow } from '#backend/db/ticket-resource.ts';
import type { Actor } from '#backend/platform/backend.ts';
import { projectionOf, projectTicket, type Projection } from '#lib/protocol/projection.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** Whether the actor may know that this ticket exists. Who may not is told 404. */
export function mayRead(actor: Actor, ticket: Pick<TicketRow, 'customerId' | 'driverId'>): boolean {
  switch (actor.role) {
    case 'admin':
    case 'dispatcher':
    case 'system':
      return true;
    case 'driver':
      return actor.driverId !== null && ticket.driverId === actor.driverId;
    case 'customer':
      return ticket.customerId === actor.userId;
    case 'link':
      return false;
  }
}

export const isStaffActor = (actor: Actor): boolean =>
  actor.role === 'admin' || actor.role === 'dispatcher' || actor.role === 'system';

export function projectionFor({ role }: Actor): Projection {
  if (role === 'system') return 'staff';
  return role === 'link' ? 'customer' : projectionOf(role);
}

export const ticketFor = (actor: Actor, ticket: Ticket): Ticket =>
  projectTicket(ticket, projectionFor(actor));
