'use client';

import clsx from 'clsx';
import L from 'leaflet';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useMap } from 'react-leaflet';
import { ServiceIcon } from '#components/tickets/service-icon.tsx';
import { isEnded, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { ServiceType } from '#lib/domain/vocabulary.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

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

const PIN_PX = 44;

/** Open tickets as pins, and the selected one in any state. */
export function TicketPins({
  tickets,
  selectedId,
  onSelect,
}: {
  readonly tickets: ReadonlyMap<number, Ticket>;
  readonly selectedId: number | null;
  readonly onSelect: (ticketId: number) => void;
}) {
  const shown = [...tickets.values()].filter(({ id, status }) => !isEnded(status) || id === selectedId);
  return shown.map((ticket) => (
    <TicketPin key={ticket.id} ticket={ticket} selected={ticket.id === selectedId} onSelect={onSelect} />
  ));
}

function TicketPin({
  ticket,
  selected,
  onSelect,
}: {
  readonly ticket: Ticket;
  readonly selected: boolean;
  readonly onSelect: (ticketId: number) => void;
}) {
  const { id, status, priority, service_type: service } = ticket;
  return (
    <MapPin
      latitude={ticket.location.latitude}
      longitude={ticket.location.longitude}
      label={words.ticketPin(ticket.reference, ticketWords.service[service], ticketWords.status[status])}
      raised={selected}
      onSelect={() => onSelect(id)}
    >
      <PinFace
        service={service}
        colour={COLOURS[status]}
        selected={selected}
        urgent={priority === 'urgent' || priority === 'high'}
        // Nobody has it yet: a hollow pin differs from a full one in shape, not in colour alone.
        hollow={status === 'created'}
      />
    </MapPin>
  );
}

/** A pin with the service's icon, its tip on the place. */
export function PinFace({
  service,
  colour,
  selected = false,
  urgent = false,
  hollow = false,
}: {
  readonly service: ServiceType;
  readonly colour: string;
  readonly selected?: boolean;
  readonly urgent?: boolean;
  readonly hollow?: boolean;
}) {
  return (
    <span
      className={clsx(
        'absolute bottom-1/2 left-1/2 flex -translate-x-1/2 flex-col items-center transition-transform duration-150',
        'origin-bottom drop-shadow-[0_1px_2px_rgb(0_0_0/0.35)]',
        // Small on a wide view, where they would hide the city: set by the map's zoom.
        selected ? 'scale-[calc(1.25*var(--marker-scale,1))]' : 'scale-[var(--marker-scale,1)]',
      )}
    >
      <span
        className={clsx(
          'relative flex size-7 items-center justify-center rounded-full border-2',
          colour,
          selected ? 'border-accent' : 'border-surface',
        )}
      >
        <span
          className={clsx(
            'flex items-center justify-center rounded-full',
            hollow ? 'size-[19px] bg-surface text-ink' : 'size-full text-surface',
          )}
        >
          <ServiceIcon type={service} className={hollow ? 'size-[13px]' : 'size-[15px]'} />
        </span>
        {urgent && (
          <span className="absolute -end-1.5 -top-1.5 flex size-3.5 items-center justify-center rounded-full border border-surface bg-danger text-[9px] leading-none font-bold text-on-danger">
            !
          </span>
        )}
      </span>
      <span className={clsx('-mt-[3px] size-2 rotate-45', selected ? 'bg-accent' : colour)} />
    </span>
  );
}

/** A focusable marker whose face React draws. */
export function MapPin({
  latitude,
  longitude,
  label,
  raised = false,
  onSelect,
  children,
}: {
  readonly latitude: number;
  readonly longitude: number;
  readonly label: string;
  readonly raised?: boolean;
  readonly onSelect?: () => void;
  readonly children: React.ReactNode;
}) {
  const map = useMap();
  const [face] = useState(() => document.createElement('div'));
  const [marker] = useState(() =>
    L.marker([latitude, longitude], {
      icon: L.divIcon({ html: face, className: 'map-pin', iconSize: [PIN_PX, PIN_PX] }),
      keyboard: onSelect !== undefined,
      interactive: onSelect !== undefined,
    }),
  );
  useEffect(() => {
    marker.addTo(map);
    return () => void marker.remove();
  }, [map, marker]);
  useEffect(() => {
    marker.setLatLng([latitude, longitude]);
  }, [marker, latitude, longitude]);
  useEffect(() => {
    marker.setZIndexOffset(raised ? 10_000 : 0);
  }, [marker, raised]);
  useEffect(() => {
    const element = marker.getElement();
    element?.setAttribute('aria-label', label);
    element?.setAttribute('title', label);
    if (onSelect === undefined) element?.setAttribute('role', 'img');
  }, [marker, label, onSelect]);
  useEffect(() => {
    const element = marker.getElement();
    if (onSelect === undefined || element === undefined) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      onSelect();
    };
    marker.on('click', onSelect);
    element.addEventListener('keydown', onKey);
    return () => {
      marker.off('click', onSelect);
      element.removeEventListener('keydown', onKey);
    };
  }, [marker, onSelect]);
  return createPortal(children, face);
}
