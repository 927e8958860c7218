import { and, inArray, like, or, eq, type SQL } from 'drizzle-orm';
import { events } from '#backend/db/schema.ts';
import type { EventRow } from '#backend/db/ticket-history.ts';
import type { Actor } from '#backend/platform/backend.ts';
import { firstName } from '#lib/protocol/projection.ts';
import type { TimelineEvent } from '#lib/protocol/ticket.ts';
import { isStaffActor } from '#backend/commands/visibility.ts';

/** Which rows of a ticket's history this actor may know of; a driver's own offers, no other's. */
export function timelineFilter(actor: Actor): SQL | undefined {
  if (isStaffActor(actor)) return undefined;
  const ofTicket = like(events.type, 'ticket.%');
  if (actor.role !== 'driver' || actor.driverId === null) return ofTicket;
  return or(
    ofTicket,
    and(inArray(events.type, ['offer.created', 'offer.updated']), eq(events.driverId, actor.driverId)),
  );
}

/** Changed fields that are no secret of dispatch, by role; staff see all. */
const SHOWN_TO_DRIVER = [
  'status',
  'priority',
  'service_type',
  'latitude',
  'longitude',
  'address',
  'notes',
  'due_at',
  'rating',
  'latest_update',
];
const SHOWN_TO_CUSTOMER = [
  'status',
  'service_type',
  'latitude',
  'longitude',
  'address',
  'due_at',
  'rating',
  'latest_update',
];

/** One row as this actor may see it. */
export function timelineEvent(actor: Actor, row: EventRow): TimelineEvent {
  const base = { id: row.id, type: row.type, at: row.createdAt.toISOString() };
  if (isStaffActor(actor)) {
    return {
      ...base,
      actor: { id: row.actorId, name: row.actorName, role: row.actorRole },
      note: row.note,
      before: row.before,
      after: row.after,
    };
  }
  const fields = actor.role === 'driver' ? SHOWN_TO_DRIVER : SHOWN_TO_CUSTOMER;
  const own = row.actorId !== null && row.actorId === actor.userId;
  return {
    ...base,
    actor: own
      ? { id: row.actorId, name: row.actorName, role: row.actorRole }
      : { id: null, name: publicName(row), role: row.actorRole },
    note: own || isPushed(row) || (actor.role === 'customer' && row.actorRole === 'link') ? row.note : null,
    before: only(row.before, fields),
    after: only(row.after, fields),
  };
}

/** A note that dispatch sent to everybody on the ticket, not one among colleagues. */
const isPushed = (row: EventRow): boolean => row.after !== null && 'latest_update' in row.after;

function publicName(row: EventRow): string {
  switch (row.actorRole) {
    case 'admin':
    case 'dispatcher':
      return 'Dispatch';
    case 'driver':
    case 'customer':
    case 'link':
      return firstName(row.actorName);
    default:
      return row.actorName;
  }
}

function only(
  fields: Record<string, unknown> | null,
  names: readonly string[],
): Record<string, unknown> | null {
  if (!fields) return null;
  const shown = Object.entries(fields).filter(([name]) => names.includes(name));
  return shown.length === 0 ? null : Object.fromEntries(shown);
}
