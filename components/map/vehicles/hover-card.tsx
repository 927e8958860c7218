'use client';

import { useEffect, useRef, type RefObject } from 'react';
import { useMap } from 'react-leaflet';
import { createPortal } from 'react-dom';
import { useDriver, useDriverPosition, useLiveStore } from '#components/live/use-live.ts';
import { drivers as driverWords } from '#lib/messages/en/drivers.ts';
import { map as words } from '#lib/messages/en/map.ts';
import type { VehicleLayer } from './vehicle-layer.ts';

/** Who the pointer is over: follows the marker, says name, state, speed and age. */
export function HoverCard({
  driverId,
  layerRef,
}: {
  readonly driverId: number;
  readonly layerRef: RefObject<VehicleLayer | null>;
}) {
  const map = useMap();
  const { clock } = useLiveStore();
  const driver = useDriver(driverId);
  const position = useDriverPosition(driverId);
  const card = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const place = () => {
      const shown = layerRef.current?.shownAt(driverId);
      if (shown === undefined || card.current === null) return;
      const { x, y } = map.latLngToContainerPoint(shown);
      card.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y - 20)}px) translate(-50%, -100%)`;
    };
    place();
    return layerRef.current?.onFrame(place);
  }, [map, driverId, layerRef]);

  if (driver === undefined) return null;
  const stale = position !== null && position.connectivity !== 'live';
  const details = [
    stale ? driverWords.connectivity[position.connectivity] : driverWords.status[driver.status],
    position?.speedMps == null ? undefined : words.speed(Math.round(position.speedMps * 3.6)),
    position === null ? undefined : words.seen((clock.nowMs() - position.recordedAtMs) / 1_000),
  ];
  return createPortal(
    <div
      ref={card}
      aria-hidden="true"
      className="pointer-events-none absolute start-0 top-0 z-[800] rounded-md bg-raised px-2.5 py-1.5 text-dense whitespace-nowrap shadow-raised"
    >
      <div className="font-medium text-ink">{driver.name}</div>
      <div className="text-muted tabular-nums">{details.filter(Boolean).join(' · ')}</div>
    </div>,
    map.getContainer(),
  );
}
