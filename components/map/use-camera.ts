'use client';

import L from 'leaflet';
import { useEffect, useRef, type RefObject } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { followVehicle } from './follow-camera.ts';
import type { MapSelection } from './live-map.tsx';
import { bringIntoView, isInView, NO_PADDING, type InlinePadding } from './visible-box.ts';
import type { VehicleLayer } from './vehicles/vehicle-layer.ts';

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
  const latest = useRef({ paddingInline, onFollowEnd, followDriverId });
  useEffect(() => {
    latest.current = { paddingInline, onFollowEnd, followDriverId };
  });

  const { ticketId, driverId } = selection;
  useEffect(() => {
    if (map === null) return;
    const ticket = ticketId === null ? undefined : store.getState().tickets.get(ticketId);
    if (ticket === undefined) return;
    const { latitude, longitude } = ticket.location;
    const { paddingInline: padding, followDriverId: followed, onFollowEnd: end } = latest.current;
    // The followed driver's own ticket is no other place to look at.
    if (followed !== null && ticket.driver?.id === followed) return;
    show(map, L.latLng(latitude, longitude), padding, followed === null ? undefined : end);
  }, [map, store, ticketId]);
  useEffect(() => {
    if (map === null || driverId === null) return;
    const position = store.fleet.position(driverId);
    const { paddingInline: padding, followDriverId: followed, onFollowEnd: end } = latest.current;
    if (position === null || followed === driverId) return;
    const place = L.latLng(position.latitude, position.longitude);
    show(map, place, padding, followed === null ? undefined : end);
  }, [map, store, driverId]);

  useEffect(() => {
    if (map === null || followDriverId === null) return;
    return followVehicle(
      map,
      () => layerRef.current?.shownAt(followDriverId),
      () => latest.current.paddingInline,
      () => latest.current.onFollowEnd?.(),
    );
  }, [map, layerRef, followDriverId]);
}

const INSET_PX = 56;

/** Whoever chooses something out of view wants to see it, and no longer what was followed. */
function show(
  map: L.Map,
  place: L.LatLng,
  padding: InlinePadding,
  endFollowing: (() => void) | undefined,
): void {
  if (isInView(map, place, padding, INSET_PX)) return;
  endFollowing?.();
  bringIntoView(map, place, padding);
}
