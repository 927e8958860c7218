'use client';

import L from 'leaflet';
import { useEffect, useRef, useState } from 'react';
import type { ConnectivityLimits } from '#lib/domain/connectivity.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { createFleetStore } from '#lib/store/fleet-store.ts';
import { createServerClock } from '#lib/store/server-clock.ts';
import type { BaseMapTrouble } from './base-map/base-map.tsx';
import { MapFrame } from './map-frame.tsx';
import { MapNotices } from './map-notices.tsx';
import { tokenColour } from './map-theme.ts';
import type { PlaceMapProps } from './place-map.tsx';
import { MapPin } from './tickets/map-pin.tsx';
import { PinFace } from './tickets/pin-face.tsx';
import { createVehicleLayer } from './vehicles/vehicle-layer.ts';
import { fitInView, isInView, NO_PADDING } from './visible-box.ts';

const PANE = 'vehicles';
const VEHICLE = 1;
const PLACE_ZOOM = 15;

/** One place and one vehicle; see place-map.tsx for its properties. */
export function PlaceMapView({ settings, destination, position = null, trail, nowMs, label }: PlaceMapProps) {
  const [map, setMap] = useState<L.Map | null>(null);
  const [trouble, setTrouble] = useState<BaseMapTrouble | null>(null);
  const { latitude, longitude } = destination;
  useVehicle(map, position, nowMs, settings.connectivity);
  useTrail(map, trail);
  useBothInView(map, destination, position);
  return (
    <section
      aria-label={label ?? words.map}
      className="relative isolate h-full w-full overflow-hidden bg-sunken"
    >
      <MapFrame
        ref={setMap}
        settings={settings}
        center={destination}
        zoom={PLACE_ZOOM}
        onTrouble={setTrouble}
      >
        <MapPin latitude={latitude} longitude={longitude} label={destination.label}>
          <PinFace service={destination.serviceType} colour="bg-accent" />
        </MapPin>
      </MapFrame>
      <MapNotices
        trouble={trouble}
        locateFailed={false}
        onDismissLocate={() => undefined}
        hiddenVehicles={0}
        insetStartPx={0}
        following={null}
        onStopFollowing={undefined}
      />
    </section>
  );
}

/** The vehicle on the fleet's own layer, so that it glides and ages as it does for the dispatcher. */
function useVehicle(
  map: L.Map | null,
  position: PlaceMapProps['position'],
  nowMs: number | undefined,
  limits: ConnectivityLimits,
): void {
  const [clock] = useState(() => createServerClock(nowMs ?? Date.now(), Date.now));
  const [fleet] = useState(() => createFleetStore({ clock, capacity: 1, limits }));
  useEffect(() => {
    if (nowMs !== undefined) clock.observe(nowMs);
  }, [clock, nowMs]);
  useEffect(() => {
    if (map === null) return;
    const pane = map.getPane(PANE) ?? map.createPane(PANE);
    pane.style.zIndex = '590';
    pane.style.pointerEvents = 'none';
    const { layer } = createVehicleLayer({
      pane: PANE,
      fleet,
      nowMs: clock.nowMs,
      nameOf: () => undefined,
      fontFamily: 'sans-serif',
      look: 'busy',
    });
    layer.addTo(map);
    return () => void layer.remove();
  }, [map, fleet, clock]);
  useEffect(() => {
    if (position === null || position === undefined) {
      fleet.remove(VEHICLE);
      return;
    }
    fleet.applyLocation({
      ticket_id: null,
      driver: { id: VEHICLE, name: '', latitude: position.latitude, longitude: position.longitude },
      heading: position.heading,
      speed: null,
      accuracy: position.accuracy,
      recorded_at: position.recorded_at,
      seq: 0,
    });
  }, [fleet, position]);
}

function useTrail(map: L.Map | null, trail: PlaceMapProps['trail']): void {
  useEffect(() => {
    if (map === null || trail === undefined || trail.length < 2) return;
    const line = L.polyline(
      trail.map((point) => L.latLng(point.latitude, point.longitude)),
      { color: tokenColour('accent'), weight: 4, opacity: 0.55, interactive: false },
    ).addTo(map);
    return () => void line.remove();
  }, [map, trail]);
}

/** Keeps both in view until the person moves the map; then only the person does. */
function useBothInView(
  map: L.Map | null,
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
  position: PlaceMapProps['position'],
): void {
  const moved = useRef(false);
  const fitted = useRef(false);
  useEffect(() => {
    if (map === null) return;
    const byHand = () => {
      moved.current = true;
    };
    const container = map.getContainer();
    map.on('dragstart', byHand);
    container.addEventListener('wheel', byHand, { passive: true });
    container.addEventListener('keydown', byHand);
    return () => {
      map.off('dragstart', byHand);
      container.removeEventListener('wheel', byHand);
      container.removeEventListener('keydown', byHand);
    };
  }, [map]);
  useEffect(() => {
    if (map === null || moved.current || position === null || position === undefined) return;
    const vehicle = L.latLng(position.latitude, position.longitude);
    const place = L.latLng(latitude, longitude);
    if (fitted.current && isInView(map, vehicle, NO_PADDING, 24) && isInView(map, place, NO_PADDING, 24))
      return;
    fitted.current = true;
    fitInView(map, L.latLngBounds([vehicle, place]), NO_PADDING, 17);
  }, [map, latitude, longitude, position]);
}
