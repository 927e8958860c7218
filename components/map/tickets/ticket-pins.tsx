'use client';

import type L from 'leaflet';
import { useMemo } from 'react';
import { useMap } from 'react-leaflet';
import { useOffers, useServerNowMs } from '#components/live/use-live.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { worldX, worldY } from '#lib/store/world.ts';
import { foldPins } from './fold-pins.ts';
import { FoldedPins } from './folded-pins.tsx';
import { RING_STEPS } from './pin-face.tsx';
import { TicketPin } from './ticket-pin.tsx';
import { slaSentence } from './sla-sentence.ts';
import { ticketSla, type TicketSla } from './ticket-sla.ts';
import { usePinView } from './use-pin-view.ts';

/** Rings and their sentences are renewed this often; only pins that look different then are drawn. */
const TICK_MS = 5_000;
const NO_OFFERS: readonly Offer[] = [];

/** Open tickets in view as pins, or those that a filter leaves, and the selected one in any state. */
export function TicketPins({
  tickets,
  pinnedIds = null,
  selectedId,
  onSelect,
  onOpenFold,
}: {
  readonly tickets: ReadonlyMap<number, Ticket>;
  /** Null: every open one. */
  readonly pinnedIds?: ReadonlySet<number> | null;
  readonly selectedId: number | null;
  readonly onSelect: (ticketId: number) => void;
  /** Somebody wants to see a fold's tickets apart. */
  readonly onOpenFold: (bounds: L.LatLngBounds) => void;
}) {
  const { bounds, zoom } = usePinView(useMap());
  const nowMs = useServerNowMs(TICK_MS);
  const offers = useOffers();
  const offersByTicket = useMemo(() => byTicket(offers.values()), [offers]);
  const { single, folds } = useMemo(() => {
    const places = [];
    for (const { id, status, location } of tickets.values()) {
      const pinned = id === selectedId || (pinnedIds === null ? !isEnded(status) : pinnedIds.has(id));
      if (pinned && bounds.contains([location.latitude, location.longitude]))
        places.push({ id, x: worldX(location.longitude), y: worldY(location.latitude) });
    }
    return foldPins(places, zoom, selectedId);
  }, [tickets, pinnedIds, selectedId, bounds, zoom]);

  const slaOf = (ticket: Ticket) => ticketSla(ticket, offersByTicket.get(ticket.id) ?? NO_OFFERS, nowMs);
  return (
    <>
      {[...single].map((id) => {
        const ticket = tickets.get(id);
        if (ticket === undefined) return null;
        const sla = slaOf(ticket);
        return (
          <TicketPin
            key={id}
            ticket={ticket}
            selected={id === selectedId}
            onSelect={onSelect}
            ringStep={sla === null ? null : Math.round(sla.used * RING_STEPS)}
            tone={sla?.tone ?? 'calm'}
            promise={sla === null ? null : slaSentence(sla, nowMs)}
          />
        );
      })}
      {folds.map((fold) => (
        <FoldedPins
          key={fold.key}
          fold={fold}
          tickets={tickets}
          late={fold.ids.filter((id) => isLate(tickets.get(id), slaOf)).length}
          onOpen={onOpenFold}
        />
      ))}
    </>
  );
}

const isLate = (ticket: Ticket | undefined, slaOf: (ticket: Ticket) => TicketSla | null): boolean =>
  ticket !== undefined && slaOf(ticket)?.tone === 'late';

function byTicket(offers: Iterable<Offer>): ReadonlyMap<number, readonly Offer[]> {
  const grouped = new Map<number, Offer[]>();
  for (const offer of offers) {
    const held = grouped.get(offer.ticket_id);
    if (held === undefined) grouped.set(offer.ticket_id, [offer]);
    else held.push(offer);
  }
  return grouped;
}
