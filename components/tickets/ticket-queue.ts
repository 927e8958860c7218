import type { ConnectivityLimits } from '#lib/domain/connectivity.ts';
import { isActive, isEnded } from '#lib/domain/ticket-status.ts';
import { PRIORITIES, type ServiceType } from '#lib/domain/vocabulary.ts';
import type { LocateDriver } from '#components/drivers/driver-place.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { ATTENTION_KINDS, ticketAttention, type Attention } from './ticket-attention.ts';

export const QUEUE_FILTERS = ['open', 'attention', 'waiting', 'active', 'ended'] as const;
export type QueueFilter = (typeof QUEUE_FILTERS)[number];

export interface QueueRow {
  readonly ticket: Ticket;
  readonly attention: Attention | null;
}

export interface TicketQueue {
  readonly rows: readonly QueueRow[];
  /** How many tickets each filter would show, the search applied. */
  readonly counts: Readonly<Record<QueueFilter, number>>;
}

export interface QueueInput {
  readonly tickets: Iterable<Ticket>;
  readonly locate: LocateDriver;
  readonly offers: Iterable<Offer>;
  readonly filter: QueueFilter;
  readonly search: string;
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
  readonly limits: ConnectivityLimits;
}

/** Who needs me now: what needs a person first, then the rest by priority and age; ended ones apart. */
export function ticketQueue(input: QueueInput): TicketQueue {
  const lastOfferByTicket = new Map<number, Offer>();
  for (const offer of input.offers) {
    const held = lastOfferByTicket.get(offer.ticket_id);
    if (!held || offer.id > held.id) lastOfferByTicket.set(offer.ticket_id, offer);
  }
  const matches = ticketMatcher(input.search);
  const counts: Record<QueueFilter, number> = { open: 0, attention: 0, waiting: 0, active: 0, ended: 0 };
  const rows: QueueRow[] = [];
  for (const ticket of input.tickets) {
    if (!matches(ticket)) continue;
    const attention = ticketAttention(ticket, {
      nowMs: input.nowMs,
      heard: ticket.driver ? input.locate(ticket.driver.id) : null,
      limits: input.limits,
      lastOffer: lastOfferByTicket.get(ticket.id),
    });
    const row = { ticket, attention };
    for (const filter of QUEUE_FILTERS) {
      if (!belongs(row, filter)) continue;
      counts[filter] += 1;
      if (filter === input.filter) rows.push(row);
    }
  }
  rows.sort(input.filter === 'ended' ? byEnd : byNeed);
  return { rows, counts };
}

function belongs({ ticket, attention }: QueueRow, filter: QueueFilter): boolean {
  switch (filter) {
    case 'open':
      return !isEnded(ticket.status);
    case 'attention':
      return attention !== null;
    case 'waiting':
      return ticket.status === 'created' || ticket.status === 'offered';
    case 'active':
      return isActive(ticket.status);
    case 'ended':
      return isEnded(ticket.status);
  }
}

const need = (row: QueueRow): number =>
  row.attention ? ATTENTION_KINDS.indexOf(row.attention.kind) : ATTENTION_KINDS.length;

/** Never by anything that changes with each second, so that rows keep their places. */
function byNeed(a: QueueRow, b: QueueRow): number {
  return (
    need(a) - need(b) ||
    PRIORITIES.indexOf(b.ticket.priority) - PRIORITIES.indexOf(a.ticket.priority) ||
    compare(a.ticket.created_at, b.ticket.created_at) ||
    a.ticket.id - b.ticket.id
  );
}

function byEnd(a: QueueRow, b: QueueRow): number {
  return compare(b.ticket.ended_at ?? '', a.ticket.ended_at ?? '') || b.ticket.id - a.ticket.id;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Every word must be found somewhere in the ticket: reference, people, place, plate, service, notes. */
export function ticketMatcher(search: string): (ticket: Ticket) => boolean {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return () => true;
  return (ticket) => {
    const text = [
      ticket.reference,
      ticket.customer.name,
      ticket.customer.phone ?? '',
      ticket.location.address ?? '',
      ticket.driver?.name ?? '',
      ticket.driver?.vehicle.plate ?? '',
      serviceWords(ticket.service_type),
      ticket.notes ?? '',
    ]
      .join('\n')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
}

const serviceWords = (type: ServiceType): string => type.replaceAll('_', ' ');
