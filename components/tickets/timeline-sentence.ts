import { isEnded, TICKET_STATUSES, type TicketStatus } from '#lib/domain/ticket-status.ts';
import { tickets } from '#lib/messages/en/tickets.ts';
import type { TimelineEvent } from '#lib/protocol/ticket.ts';

export type DriverName = (driverId: number) => string | null;

/**
 * What happened, in a sentence whose subject is the actor; null for events that another one of the same
 * moment tells already. Events of unknown types are told by their fields.
 */
export function timelineSentence(event: TimelineEvent, nameOf: DriverName): string | null {
  const words = tickets.timeline;
  const before = event.before ?? {};
  const after = event.after ?? {};
  const name = (value: unknown): string | null => (typeof value === 'number' ? nameOf(value) : null);
  switch (event.type) {
    case 'ticket.created':
      return words.created;
    case 'ticket.offered': {
      const ids = Array.isArray(after['driver_ids']) ? after['driver_ids'] : [];
      const names = ids.map(name).filter((known) => known !== null);
      return words.offered(names.length === 0 ? null : listOf(names));
    }
    case 'ticket.assigned': {
      const to = typeof after['driver_name'] === 'string' ? after['driver_name'] : name(after['driver_id']);
      const from = name(before['driver_id']);
      if (event.actor.role === 'driver') return words.took;
      return from !== null && to !== null ? words.reassigned(from, to) : words.assigned(to);
    }
    case 'offer.created':
      return null;
    case 'offer.updated': {
      const driver = name(after['driver_id']);
      switch (after['status']) {
        case 'declined':
          return words.offerDeclined(event.actor.role === 'driver' ? null : driver);
        case 'expired':
          return words.offerExpired(driver);
        case 'withdrawn':
          return words.offerWithdrawn(driver);
        default:
          return null; // accepted: the assignment tells it
      }
    }
    case 'tracking_link.created':
      return words.linkCreated;
    case 'tracking_link.revoked':
      return words.linkRevoked;
    default:
      return changeSentence(before, after, name);
  }
}

function changeSentence(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  name: (value: unknown) => string | null,
): string {
  const words = tickets.timeline;
  const status = TICKET_STATUSES.find((known) => known === after['status']);
  if (status !== undefined && status !== before['status']) {
    if (status !== 'created') return statusSentence(status);
    return 'driver_id' in before ? words.unassigned(name(before['driver_id'])) : words.backInQueue;
  }
  if (typeof after['latest_update'] === 'string') return words.pushed;
  const fields = Object.keys({ ...before, ...after })
    .filter((field) => field in words.field)
    .map((field) => Reflect.get(words.field, field))
    .filter((word) => typeof word === 'string');
  return words.edited(fields.length === 0 ? words.details : listOf(fields));
}

const statusSentence = (status: TicketStatus): string => tickets.timeline.status(tickets.status[status]);

const list = new Intl.ListFormat('en', { type: 'conjunction' });
export const listOf = (items: readonly string[]): string => list.format(items);

/** An end is marked; the rest of the line is quiet. */
export const endsTicket = (event: TimelineEvent): boolean => {
  const status = TICKET_STATUSES.find((known) => known === event.after?.['status']);
  return status !== undefined && isEnded(status);
};
