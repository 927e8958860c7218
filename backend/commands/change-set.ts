import { eq } from 'drizzle-orm';
import { appendEvent, type EventInput, type EventType } from '#backend/db/events.ts';
import { loadDriverOffers, loadOffers, type OfferRow } from '#backend/db/offer-resource.ts';
import { offers, tickets } from '#backend/db/schema.ts';
import { loadTickets, type TicketRow } from '#backend/db/ticket-resource.ts';
import { transact } from '#backend/db/transact.ts';
import type { Actor, Backend, Transaction } from '#backend/platform/backend.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { OfferStatus } from '#lib/domain/vocabulary.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { refreshDriverStatus } from './driver-status.ts';

export type TicketPatch = Partial<Omit<TicketRow, 'id' | 'version' | 'updatedAt'>>;
export type TicketEvent = Pick<EventInput, 'note' | 'before' | 'after' | 'formerDriverId'> & {
  readonly type: Extract<EventType, `ticket.${string}`>;
};
type OfferEnd = Exclude<OfferStatus, 'pending'>;

/**
 * What one command changes. Rows are written at once; their event rows at the end, by `writeEvents`,
 * so that each snapshot shows the state that the whole command leaves behind.
 */
export class ChangeSet {
  readonly now: Date;
  readonly #ticketEvents: { readonly ticketId: number; readonly event: TicketEvent }[] = [];
  readonly #offerEvents: { readonly offer: OfferRow; readonly type: 'offer.created' | 'offer.updated' }[] =
    [];
  readonly #drivers = new Set<number>();

  constructor(
    readonly tx: Transaction,
    readonly clock: Clock,
    readonly actor: Actor,
  ) {
    this.now = new Date(clock.nowMs());
  }

  get nowMs(): number {
    return this.now.getTime();
  }

  /** Writes the patch, raises the version and remembers the event. */
  async updateTicket(ticket: TicketRow, patch: TicketPatch, event: TicketEvent): Promise<void> {
    await this.tx
      .update(tickets)
      .set({ ...patch, version: ticket.version + 1, updatedAt: this.now })
      .where(eq(tickets.id, ticket.id));
    this.#ticketEvents.push({ ticketId: ticket.id, event });
  }

  ticketCreated(ticketId: number, event: TicketEvent): void {
    this.#ticketEvents.push({ ticketId, event });
  }

  offerCreated(offer: OfferRow): void {
    this.#offerEvents.push({ offer, type: 'offer.created' });
    this.touchDriver(offer.driverId);
  }

  async endOffer(offer: OfferRow, status: OfferEnd, reason: string | null = null): Promise<void> {
    await this.tx
      .update(offers)
      .set({ status, reason, respondedAt: this.now, version: offer.version + 1 })
      .where(eq(offers.id, offer.id));
    this.#offerEvents.push({ offer: { ...offer, status }, type: 'offer.updated' });
    this.touchDriver(offer.driverId);
  }

  /** This driver's status may follow differently now. The row must be locked. */
  touchDriver(driverId: number | null): void {
    if (driverId !== null) this.#drivers.add(driverId);
  }

  async writeEvents(): Promise<void> {
    await this.#writeOfferEvents();
    await this.#writeTicketEvents();
    for (const driverId of [...this.#drivers].sort((a, b) => a - b)) {
      await refreshDriverStatus(this.tx, this.clock, driverId, this.actor);
    }
  }

  async #writeOfferEvents(): Promise<void> {
    const created = idsOf(this.#offerEvents.filter((event) => event.type === 'offer.created'));
    const updated = idsOf(this.#offerEvents.filter((event) => event.type === 'offer.updated'));
    const resources = new Map(
      [
        ...(await loadDriverOffers(this.tx, created, this.nowMs)),
        ...(await loadOffers(this.tx, updated)),
      ].map((offer) => [offer.id, offer]),
    );
    for (const { offer, type } of this.#offerEvents) {
      const resource = resources.get(offer.id);
      if (!resource) continue;
      await appendEvent(this.tx, {
        type,
        actor: this.actor,
        at: this.now,
        ticketId: offer.ticketId,
        driverId: offer.driverId,
        offerId: offer.id,
        note: resource.reason,
        before: type === 'offer.created' ? null : { status: 'pending' },
        after: { status: resource.status, driver_id: offer.driverId },
        snapshot: { offer: resource },
      });
    }
  }

  async #writeTicketEvents(): Promise<void> {
    const loaded = await loadTickets(
      this.tx,
      this.#ticketEvents.map(({ ticketId }) => ticketId),
      this.nowMs,
    );
    const byId = new Map(loaded.map((ticket) => [ticket.id, ticket]));
    for (const { ticketId, event } of this.#ticketEvents) {
      const ticket = byId.get(ticketId);
      if (!ticket) continue;
      await appendEvent(this.tx, {
        ...event,
        actor: this.actor,
        at: this.now,
        ticketId,
        driverId: ticket.driver?.id ?? null,
        snapshot: { ticket },
      });
    }
  }
}

const idsOf = (events: readonly { readonly offer: OfferRow }[]): number[] =>
  events.map(({ offer }) => offer.id);

/** Runs a command and its event rows as one transaction. */
export function runCommand<T>(
  backend: Backend,
  actor: Actor,
  command: (change: ChangeSet) => Promise<T>,
): Promise<T> {
  return transact(backend, async (tx) => {
    const change = new ChangeSet(tx, backend.clock, actor);
    const result = await command(change);
    await change.writeEvents();
    return result;
  });
}

/** The same for a command that answers a ticket's id: resolves to the ticket in the staff view. */
export function runTicketCommand(
  backend: Backend,
  actor: Actor,
  command: (change: ChangeSet) => Promise<number>,
): Promise<Ticket> {
  return transact(backend, async (tx) => {
    const change = new ChangeSet(tx, backend.clock, actor);
    const ticketId = await command(change);
    await change.writeEvents();
    const [ticket] = await loadTickets(tx, [ticketId], change.nowMs);
    if (!ticket) throw new Error(`ticket ${ticketId} vanished inside its own transaction`);
    return ticket;
  });
}
