'use client';

import type L from 'leaflet';
import { useEffect, useState } from 'react';

/** So much of the view around it is filled too: what a pan brings in is there already. */
const MARGIN = 0.5;

export interface PinView {
  readonly bounds: L.LatLngBounds;
  readonly zoom: number;
}

/** What the map shows, with a margin, renewed when it comes to rest. */
export function usePinView(map: L.Map): PinView {
  const [view, setView] = useState(() => readView(map));
  useEffect(() => {
    const read = () => setView(readView(map));
    read();
    map.on('moveend resize', read);
    return () => void map.off('moveend resize', read);
  }, [map]);
  return view;
}

const readView = (map: L.Map): PinView => ({ bounds: map.getBounds().pad(MARGIN), zoom: map.getZoom() });
