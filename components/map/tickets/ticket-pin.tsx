'use client';

import { memo, useCallback } from 'react';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { MapPin } from './map-pin.tsx';
import { PinFace } from './pin-face.tsx';
import type { SlaTone } from './ticket-sla.ts';

const COLOURS: Readonly<Record<TicketStatus, string>> = {
  created: 'bg-ticket-created',
  offered: 'bg-ticket-offered',
  assigned: 'bg-ticket-assigned',
  en_route: 'bg-ticket-en-route',
  on_site: 'bg-ticket-on-site',
  in_service: 'bg-ticket-in-service',
  completed: 'bg-ticket-completed',
  unsuccessful: 'bg-ticket-ended',
  gone_on_arrival: 'bg-ticket-ended',
  canceled: 'bg-ticket-ended',
  expired: 'bg-ticket-ended',
};

/** One ticket's pin; drawn anew only when one of its properties says something else. */
export const TicketPin = memo(function TicketPin({
  ticket,
  selected,
  onSelect,
  ringStep,
  tone,
  promise,
}: {
  readonly ticket: Ticket;
  readonly selected: boolean;
  readonly onSelect: (ticketId: number) => void;
  /** 0 to RING_STEPS; null: no ring. */
  readonly ringStep: number | null;
  readonly tone: SlaTone;
  /** What the ring shows, in words. */
  readonly promise: string | null;
}) {
  const { id, status, priority, reference, service_type: service } = ticket;
  const select = useCallback(() => onSelect(id), [onSelect, id]);
  return (
    <MapPin
      latitude={ticket.location.latitude}
      longitude={ticket.location.longitude}
      label={words.ticketPin(reference, ticketWords.service[service], ticketWords.status[status], promise)}
      raised={selected}
      onSelect={select}
    >
      <PinFace
        service={service}
        colour={COLOURS[status]}
        selected={selected}
        urgent={priority === 'urgent' || priority === 'high'}
        // Nobody has it yet: a hollow pin differs from a full one in shape, not in colour alone.
        hollow={status === 'created'}
        ring={ringStep === null ? null : { step: ringStep, tone }}
      />
    </MapPin>
  );
});
