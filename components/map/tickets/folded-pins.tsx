'use client';

import clsx from 'clsx';
import { AlarmClock } from 'lucide-react';
import L from 'leaflet';
import { useCallback } from 'react';
import { map as words } from '#lib/messages/en/map.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { latitudeOf, longitudeOf } from '#lib/store/world.ts';
import type { PinFold } from './fold-pins.ts';
import { MapPin } from './map-pin.tsx';

/** Tickets that would lie on each other, as one count; opening it shows them apart. */
export function FoldedPins({
  fold,
  tickets,
  late,
  onOpen,
}: {
  readonly fold: PinFold;
  readonly tickets: ReadonlyMap<number, Ticket>;
  /** How many of them are late. */
  readonly late: number;
  readonly onOpen: (bounds: L.LatLngBounds) => void;
}) {
  const { ids } = fold;
  const open = useCallback(() => {
    const bounds = L.latLngBounds([]);
    for (const id of ids) {
      const location = tickets.get(id)?.location;
      if (location !== undefined) bounds.extend([location.latitude, location.longitude]);
    }
    if (bounds.isValid()) onOpen(bounds);
  }, [ids, tickets, onOpen]);
  return (
    <MapPin
      latitude={latitudeOf(fold.y)}
      longitude={longitudeOf(fold.x)}
      label={words.foldedTickets(ids.length, late)}
      onSelect={open}
    >
      <span className="absolute inset-0 m-auto flex size-fit items-center">
        <span
          className={clsx(
            'relative flex h-6 min-w-6 items-center justify-center gap-1 rounded-md border bg-surface px-1.5',
            'text-xs font-semibold text-ink tabular-nums shadow-raised',
            late > 0 ? 'border-danger' : 'border-line-strong',
          )}
        >
          {late > 0 && <AlarmClock aria-hidden="true" strokeWidth={2.5} className="size-3 text-danger" />}
          {ids.length}
        </span>
      </span>
    </MapPin>
  );
}
