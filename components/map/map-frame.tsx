'use client';

import 'leaflet/dist/leaflet.css';
import './map.css';
import L from 'leaflet';
import { useEffect, type ReactNode, type Ref } from 'react';
import { MapContainer, useMap } from 'react-leaflet';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { map as words } from '#lib/messages/en/map.ts';
import { BaseMap, type BaseMapTrouble } from './base-map/base-map.tsx';
import { prefersReducedMotion } from './map-theme.ts';
import { markerScale } from './marker-scale.ts';

/** Leaflet with the product's ground: base map, scale, attribution; no controls. */
export function MapFrame({
  ref,
  settings,
  center,
  zoom,
  onTrouble,
  children,
}: {
  readonly ref: Ref<L.Map>;
  readonly settings: PublicSettings;
  readonly center: { readonly latitude: number; readonly longitude: number };
  readonly zoom: number;
  readonly onTrouble: (trouble: BaseMapTrouble | null) => void;
  readonly children: ReactNode;
}) {
  const still = prefersReducedMotion();
  return (
    <MapContainer
      ref={ref}
      center={[center.latitude, center.longitude]}
      zoom={zoom}
      minZoom={3}
      maxZoom={19}
      zoomControl={false}
      attributionControl={false}
      worldCopyJump
      zoomAnimation={!still}
      fadeAnimation={!still}
      inertia={!still}
      wheelPxPerZoomLevel={90}
      className="isolate h-full w-full"
    >
      <BaseMap tileUrl={settings.tileUrl} tileAttribution={settings.tileAttribution} onTrouble={onTrouble} />
      <Furniture />
      {children}
    </MapContainer>
  );
}

/** Scale and attribution; keeps Leaflet's idea of the size right when panels open. */
function Furniture() {
  const map = useMap();
  useEffect(() => {
    const container = map.getContainer();
    container.setAttribute('role', 'group');
    container.setAttribute('aria-label', words.keys);
    const scale = L.control.scale({ position: 'bottomleft', imperial: false, maxWidth: 90 }).addTo(map);
    const attribution = L.control.attribution({ position: 'bottomright', prefix: false }).addTo(map);
    map.eachLayer((layer) => {
      const text = layer.getAttribution?.();
      if (typeof text === 'string' && text !== '') attribution.addAttribution(text);
    });
    const scaleMarkers = () =>
      container.style.setProperty('--marker-scale', String(markerScale(map.getZoom())));
    scaleMarkers();
    map.on('zoomend', scaleMarkers);
    const observer = new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false }));
    observer.observe(container);
    return () => {
      observer.disconnect();
      map.off('zoomend', scaleMarkers);
      scale.remove();
      attribution.remove();
    };
  }, [map]);
  return null;
}
