'use client';

import { useLayoutEffect, useRef, type RefObject } from 'react';
import { useMap } from 'react-leaflet';
import { createPortal } from 'react-dom';
import { useDriver, useDriverPosition, useLiveStore } from '#components/live/use-live.ts';
import { drivers as driverWords } from '#lib/messages/en/drivers.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { cardPlace } from './card-place.ts';
import type { VehicleLayer } from './vehicle-layer.ts';

/**
 * Who the pointer is over: follows the marker, says name, state, speed and age. For pointers that hover only:
 * a finger's tap selects, and the detail says the same and more.
 */
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
  const known = driver !== undefined;

  // Before the first paint, or the card would flash up in the corner.
  useLayoutEffect(() => {
    const element = card.current;
    const layer = layerRef.current;
    if (element === null || layer === null || !known) return;
    let size = { width: element.offsetWidth, height: element.offsetHeight };
    let below = false;
    let placed = '';
    const place = () => {
      const shown = layer.shownIn(driverId);
      element.style.visibility = shown === undefined ? 'hidden' : 'visible';
      if (shown === undefined) return;
      const room = map.getSize();
      const next = cardPlace(shown, size, { width: room.x, height: room.y }, below);
      below = next.below;
      const transform = `translate(${next.x}px, ${next.y}px)`;
      // A vehicle needs many frames for a pixel.
      if (transform !== placed) element.style.transform = transform;
      placed = transform;
    };
    place();
    // Its text changes with the vehicle; measured when it does, not in every frame.
    const observer = new ResizeObserver(() => {
      size = { width: element.offsetWidth, height: element.offsetHeight };
      place();
    });
    observer.observe(element);
    const stop = layer.onFrame(place);
    return () => {
      observer.disconnect();
      stop();
    };
  }, [map, driverId, layerRef, known]);

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
      // Physical left: it is placed in the container's pixels.
      className="pointer-events-none invisible absolute top-0 left-0 z-[800] max-w-[min(20rem,calc(100%-12px))] rounded-md bg-raised px-2.5 py-1.5 text-dense whitespace-nowrap shadow-raised [@media(any-hover:none)]:hidden"
    >
      <div className="truncate font-medium text-ink">{driver.name}</div>
      <div className="text-muted tabular-nums">{details.filter(Boolean).join(' · ')}</div>
    </div>,
    map.getContainer(),
  );
}
