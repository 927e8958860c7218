'use client';

import L from 'leaflet';
import { useCallback, useImperativeHandle, type RefObject } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import type { MapHandle, MapSelection } from './live-map.tsx';
import type { VehicleLayer } from './vehicles/vehicle-layer.ts';
import { fitInView, type InlinePadding } from './visible-box.ts';

/** Shows all that is selected: a ticket and its driver, a driver and their ticket, and every chosen driver. */
export function useFitSelection(
  map: L.Map | null,
  layerRef: RefObject<VehicleLayer | null>,
  options: {
    readonly selection: MapSelection;
    readonly group: ReadonlySet<number>;
    readonly paddingInline: InlinePadding;
    readonly handleRef: RefObject<MapHandle | null> | undefined;
    /** The person wants to see this place now, not to go along with somebody. */
    readonly onFollowEnd: (() => void) | undefined;
  },
): () => void {
  const { selection, group, paddingInline, handleRef, onFollowEnd } = options;
  const { ticketId, driverId } = selection;
  const store = useLiveStore();
  const fitSelection = useCallback(() => {
    if (map === null) return;
    const { tickets, drivers } = store.getState();
    const ticket = tickets.get(
      ticketId ?? (driverId === null ? undefined : drivers.get(driverId)?.current_ticket_id) ?? -1,
    );
    const bounds = L.latLngBounds([]);
    if (ticket !== undefined) bounds.extend([ticket.location.latitude, ticket.location.longitude]);
    for (const id of [driverId ?? ticket?.driver?.id, ...group]) {
      if (id == null) continue;
      const position = store.fleet.position(id);
      const shown =
        layerRef.current?.shownAt(id) ?? (position && L.latLng(position.latitude, position.longitude));
      if (shown) bounds.extend(shown);
    }
    if (!bounds.isValid()) return;
    onFollowEnd?.();
    fitInView(map, bounds, paddingInline);
  }, [map, layerRef, store, ticketId, driverId, group, paddingInline, onFollowEnd]);
  useImperativeHandle(handleRef, () => ({ fitSelection }), [fitSelection]);
  return fitSelection;
}
