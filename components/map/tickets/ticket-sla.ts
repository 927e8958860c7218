import { pendingOffers } from '#components/tickets/offer-countdown.tsx';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

export type SlaTone = 'calm' | 'warn' | 'late';

/** The promise that a ticket is held to, and how much of its time is used. */
export interface TicketSla {
  /** Until when the driver has to be there, or until when somebody may take the offer. */
  readonly kind: 'due' | 'offer';
  /** 0 to 1. */
  readonly used: number;
  readonly tone: SlaTone;
  /** Epoch ms, server's clock. */
  readonly endsAtMs: number;
}

/** From this share on the time is short. */
const SHORT = 0.8;
const BEFORE_ARRIVAL: ReadonlySet<TicketStatus> = new Set(['created', 'offered', 'assigned', 'en_route']);

/**
 * The due time counts until somebody has arrived, as in ticketAttention; a ticket without one that is
 * offered is held to its offer. Null: nothing was promised.
 * @param offers what the desk has heard of this ticket's offers
 */
export function ticketSla(ticket: Ticket, offers: readonly Offer[], nowMs: number): TicketSla | null {
  if (ticket.due_at !== null && BEFORE_ARRIVAL.has(ticket.status)) {
    const endsAtMs = Date.parse(ticket.due_at);
    const used = share(Date.parse(ticket.created_at), endsAtMs, nowMs);
    const willBeLate = ticket.eta !== null && Date.parse(ticket.eta.arrives_at) > endsAtMs;
    const tone = nowMs > endsAtMs ? 'late' : willBeLate || used >= SHORT ? 'warn' : 'calm';
    return { kind: 'due', used, tone, endsAtMs };
  }
  const pending = pendingOffers(ticket, offers);
  if (pending.length === 0) return null;
  const endsAtMs = Math.max(...pending.map((offer) => Date.parse(offer.expires_at)));
  const startMs = Math.min(...pending.map((offer) => Date.parse(offer.offered_at)));
  const used = share(startMs, endsAtMs, nowMs);
  return { kind: 'offer', used, tone: used >= SHORT ? 'warn' : 'calm', endsAtMs };
}

function share(startMs: number, endMs: number, nowMs: number): number {
  if (endMs <= startMs) return nowMs >= endMs ? 1 : 0;
  return Math.min(1, Math.max(0, (nowMs - startMs) / (endMs - startMs)));
}
