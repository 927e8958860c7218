import type { Actor, Transaction } from '#backend/platform/backend.ts';
import { events, type EventSnapshot } from './schema.ts';

/** Every kind of event row; the part before the dot is the resource that changed. */
export const EVENT_TYPES = [
  'ticket.created',
  'ticket.updated',
  'ticket.offered',
  'ticket.assigned',
  'offer.created',
  'offer.updated',
  'driver.updated',
  'tracking_link.created',
  'tracking_link.revoked',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface EventInput {
  readonly type: EventType;
  readonly actor: Actor;
  readonly at: Date;
  readonly ticketId?: number | null;
  readonly driverId?: number | null;
  readonly offerId?: number | null;
  /** On a change of hands: the driver who had the ticket before, who must learn of the loss. */
  readonly formerDriverId?: number | null;
  /** What a person wrote with the step: a status note, a reason. */
  readonly note?: string | null;
  /** The fields that changed, as they were. */
  readonly before?: Record<string, unknown> | null;
  /** The same fields, as they are. */
  readonly after?: Record<string, unknown> | null;
  /** The staff view after the change. */
  readonly snapshot: EventSnapshot;
}

/**
 * Writes the row that timeline, publisher and sync read. It belongs to the transaction that changes
 * the state: neither exists without the other. Rows of one transaction are published in call order.
 */
export async function appendEvent(tx: Transaction, event: EventInput): Promise<void> {
  await tx.insert(events).values({
    type: event.type,
    ticketId: event.ticketId ?? null,
    driverId: event.driverId ?? null,
    offerId: event.offerId ?? null,
    formerDriverId: event.formerDriverId ?? null,
    actorId: event.actor.userId,
    actorName: event.actor.name,
    actorRole: event.actor.role,
    note: event.note ?? null,
    before: event.before ?? null,
    after: event.after ?? null,
    snapshot: event.snapshot,
    createdAt: event.at,
  });
}
