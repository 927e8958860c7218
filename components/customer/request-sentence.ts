import { customer } from '#lib/messages/en/customer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** What is going on with a request, in one sentence to the person who made it. */
export function requestSentence(ticket: Pick<Ticket, 'status' | 'driver'>): string {
  const words = customer.sentence;
  const name = ticket.driver?.name ?? customer.yourDriver;
  switch (ticket.status) {
    case 'assigned':
    case 'en_route':
    case 'on_site':
    case 'in_service':
      return words[ticket.status](name);
    default:
      return words[ticket.status];
  }
}
