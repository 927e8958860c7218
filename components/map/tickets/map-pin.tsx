'use client';

import L from 'leaflet';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useMap } from 'react-leaflet';

const PIN_PX = 44;

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
