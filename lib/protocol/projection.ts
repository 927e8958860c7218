import { isActive, sharesPosition } from '#lib/domain/ticket-status.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import type { StatusUpdate, Ticket } from './ticket.ts';

/**
 * Which parts of a ticket a reader sees. `people` is the channel that a ticket's customer and driver
 * share: only what both may see. The same projection holds on REST and on that role's channels.
 */
export type Projection = 'staff' | 'driver' | 'customer' | 'people';

export const projectionOf = (role: Role): Projection =>
  role === 'admin' || role === 'dispatcher' ? 'staff' : role;

export const firstName = (name: string): string => name.trim().split(/\s+/u)[0] ?? name;

/** @param ticket the full (staff) resource */
export function projectTicket(ticket: Ticket, projection: Projection): Ticket {
  switch (projection) {
    case 'staff':
      return ticket;
    case 'driver': {
      const reachable = isActive(ticket.status);
      return {
        ...ticket,
        latest_update: fromDispatch(ticket.latest_update),
        customer: {
          ...ticket.customer,
          name: reachable ? ticket.customer.name : firstName(ticket.customer.name),
          phone: reachable ? ticket.customer.phone : null,
        },
        offer: null,
      };
    }
    case 'customer':
      return { ...forOutsiders(ticket), notes: null };
    case 'people':
      return {
        ...forOutsiders(ticket),
        notes: null,
        customer: { ...ticket.customer, name: firstName(ticket.customer.name), phone: null },
      };
  }
}

function forOutsiders(ticket: Ticket): Ticket {
  return {
    ...ticket,
    // A cancellation is explained to the customer; why a job failed is a note among colleagues.
    end_reason: ticket.status === 'canceled' ? ticket.end_reason : null,
    offer: null,
    latest_update: fromDispatch(ticket.latest_update),
    eta: sharesPosition(ticket.status) ? ticket.eta : null,
    driver: ticket.driver && { ...ticket.driver, name: firstName(ticket.driver.name), phone: null },
  };
}

/** Who at the desk wrote it is nobody else's business. Events from before updates existed carry none. */
const fromDispatch = (update: StatusUpdate | null | undefined): StatusUpdate | null =>
  update ? { ...update, by: 'Dispatch' } : null;
