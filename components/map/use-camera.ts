'use client';

import L from 'leaflet';
import { useEffect, useRef, type RefObject } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { prefersReducedMotion } from './map-theme.ts';
import type { MapSelection } from './live-map.tsx';
import { bringIntoView, centerFor, NO_PADDING, type InlinePadding } from './visible-box.ts';
import type { VehicleLayer } from './vehicles/vehicle-layer.ts';

const FOLLOW_STEP_S = 1;

/** Moves the map when the person asked for it: to a new selection, and along with a followed vehicle. */
export function useCamera(
  map: L.Map | null,
  layerRef: RefObject<VehicleLayer | null>,
  {
    selection,
    followDriverId = null,
    onFollowEnd,
    paddingInline = NO_PADDING,
  }: {
    readonly selection: MapSelection;
    readonly followDriverId?: number | null | undefined;
    readonly onFollowEnd?: (() => void) | undefined;
    readonly paddingInline?: InlinePadding | undefined;
  },
): void {
  const store = useLiveStore();
  const padding = useRef(paddingInline);
  const onEnd = useRef(onFollowEnd);
  useEffect(() => {
    padding.current = paddingInline;
    onEnd.current = onFollowEnd;
  });

  const { ticketId, driverId } = selection;
  useEffect(() => {
    if (map === null) return;
    const location = ticketId === null ? undefined : store.getState().tickets.get(ticketId)?.location;
    if (location !== undefined)
      bringIntoView(map, L.latLng(location.latitude, location.longitude), padding.current);
  }, [map, store, ticketId]);
  useEffect(() => {
    if (map === null || driverId === null) return;
    const position = store.fleet.position(driverId);
    if (position !== null)
      bringIntoView(map, L.latLng(position.latitude, position.longitude), padding.current);
  }, [map, store, driverId]);

  useEffect(() => {
    if (map === null || followDriverId === null) return;
    const step = () => {
      const shown = layerRef.current?.shownAt(followDriverId);
      if (shown === undefined) return;
      const center = centerFor(map, shown, padding.current);
      // As long as a step lasts and at an even pace: the map flows along instead of hopping.
      map.panTo(center, {
        animate: !prefersReducedMotion(),
        duration: FOLLOW_STEP_S,
        easeLinearity: 1,
        noMoveStart: true,
      });
    };
    step();
    const timer = setInterval(step, FOLLOW_STEP_S * 1_000);
    const end = () => onEnd.current?.();
    const onKey = (event: KeyboardEvent) => {
      if (event.key.startsWith('Arrow')) end();
    };
    const container = map.getContainer();
    map.on('dragstart dblclick', end);
    container.addEventListener('wheel', end, { passive: true });
    container.addEventListener('keydown', onKey);
    return () => {
      clearInterval(timer);
      map.stop();
      map.off('dragstart dblclick', end);
      container.removeEventListener('wheel', end);
      container.removeEventListener('keydown', onKey);
    };
  }, [map, layerRef, followDriverId]);
}
