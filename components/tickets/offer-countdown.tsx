'use client';

import { useDrivers, useOffers, useServerNowMs } from '#components/live/use-live.ts';
import { formatDuration } from '#components/ui/time-format.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** To whom the ticket is offered and how long they still have; runs by the server's clock. */
export function OfferCountdown({ ticket }: { readonly ticket: Ticket }) {
  const nowMs = useServerNowMs(500);
  const drivers = useDrivers();
  const pending = pendingOffers(ticket, useOffers().values());
  const [first] = pending;
  if (first === undefined) return null;
  const startMs = Date.parse(first.offered_at);
  const endMs = Math.max(...pending.map((offer) => Date.parse(offer.expires_at)));
  const leftMs = endMs - nowMs;
  const share = Math.min(1, Math.max(0, leftMs / Math.max(1, endMs - startMs)));
  return (
    <div className="border-b border-line px-4 py-3">
      <div className="flex items-baseline justify-between gap-3">
        <p className="min-w-0 truncate text-body font-medium text-ink">
          {pending.length === 1
            ? words.offerPending(drivers.get(first.driver_id)?.name ?? words.section.driver)
            : words.offerSeveral(pending.length)}
        </p>
        <p role="timer" className="shrink-0 text-number font-semibold text-ticket-offered tabular-nums">
          {leftMs > 0 ? formatDuration(Math.ceil(leftMs / 1_000)) : '0:00'}
        </p>
      </div>
      <div aria-hidden="true" className="mt-2 h-1 overflow-hidden rounded-full bg-sunken">
        <div
          className="h-full origin-left rounded-full bg-ticket-offered transition-transform duration-500 ease-linear rtl:origin-right"
          style={{ transform: `scaleX(${share})` }}
        />
      </div>
      {leftMs <= 0 && <p className="mt-1.5 text-dense text-muted">{words.offerEnding}</p>}
    </div>
  );
}

/** The open offers of a ticket, as far as the desk has heard of them. */
export function pendingOffers(ticket: Ticket, known: Iterable<Offer>): readonly Offer[] {
  if (ticket.status !== 'offered') return [];
  const byId = new Map<number, Offer>();
  if (ticket.offer !== null) byId.set(ticket.offer.id, ticket.offer);
  for (const offer of known) {
    const held = byId.get(offer.id);
    if (offer.ticket_id === ticket.id && (held === undefined || offer.version > held.version)) {
      byId.set(offer.id, offer);
    }
  }
  return [...byId.values()].filter((offer) => offer.status === 'pending');
}
