'use client';

import { writeDuration } from '#components/dispatch/measures.ts';
import { useLiveStore, useOffers, useServerNowMs } from '#components/live/use-live.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { AttentionMark, attentionSentence } from './attention-mark.tsx';
import { ticketAttention } from './ticket-attention.ts';

/** Why this ticket needs a person, at the top of its detail; nothing when it does not. */
export function AttentionNotice({ ticket }: { readonly ticket: Ticket }) {
  const nowMs = useServerNowMs(1_000);
  const { fleet } = useLiveStore();
  const offers = useOffers();
  let lastOffer: Offer | undefined;
  for (const offer of offers.values()) {
    if (offer.ticket_id === ticket.id && offer.id > (lastOffer?.id ?? 0)) lastOffer = offer;
  }
  const attention = ticketAttention(ticket, {
    nowMs,
    heard: ticket.driver ? fleet.position(ticket.driver.id) : null,
    limits: fleet.limits,
    lastOffer,
  });
  if (attention === null) return null;
  return (
    <div className="flex items-start gap-2 border-b border-line px-4 py-2.5 text-dense text-ink">
      {/* The status at the head says this one already. */}
      {attention.kind !== 'unassigned' && <AttentionMark attention={attention} />}
      <p className="min-w-0 flex-1">
        {attentionSentence(attention, writeDuration(nowMs - attention.sinceMs))}
      </p>
    </div>
  );
}
