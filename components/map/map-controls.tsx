'use client';

import L from 'leaflet';
import { Focus, LocateFixed, Maximize, Minus, Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { map as words } from '#lib/messages/en/map.ts';

const LOCATE_TIMEOUT_MS = 10_000;
const LOCATE_ZOOM = 15;

/** Zoom, everything, my place: at the map's inline end, reachable by keyboard. */
export function MapControls({
  map,
  insetEndPx,
  onFitAll,
  onFitSelection,
  onLocated,
  onLocateFailed,
}: {
  readonly map: L.Map;
  readonly insetEndPx: number;
  readonly onFitAll: () => void;
  /** Null: nothing is selected. */
  readonly onFitSelection: (() => void) | null;
  /** The map is about to show where the person is. */
  readonly onLocated?: (() => void) | undefined;
  readonly onLocateFailed: () => void;
}) {
  const dot = useRef<L.CircleMarker | null>(null);
  const [locating, setLocating] = useState(false);
  useEffect(() => () => void dot.current?.remove(), []);

  const locate = () => {
    if (!('geolocation' in navigator)) {
      onLocateFailed();
      return;
    }
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        onLocated?.();
        const place = L.latLng(coords.latitude, coords.longitude);
        dot.current ??= L.circleMarker(place, { radius: 7, weight: 3, className: 'map-me', fillOpacity: 1 });
        dot.current.setLatLng(place).addTo(map);
        map.setView(place, Math.max(map.getZoom(), LOCATE_ZOOM));
      },
      () => {
        setLocating(false);
        onLocateFailed();
      },
      { enableHighAccuracy: true, timeout: LOCATE_TIMEOUT_MS, maximumAge: 30_000 },
    );
  };

  return (
    <div
      className="absolute bottom-8 z-[500] flex flex-col gap-2"
      style={{ insetInlineEnd: `${12 + insetEndPx}px` }}
    >
      <div className="flex flex-col rounded-lg border border-line bg-surface shadow-panel">
        <IconButton label={words.fitAll} icon={<Maximize aria-hidden="true" />} onClick={onFitAll} />
        <IconButton
          label={words.fitSelection}
          icon={<Focus aria-hidden="true" />}
          aria-keyshortcuts="z"
          disabled={onFitSelection === null}
          onClick={onFitSelection ?? undefined}
        />
        <IconButton
          label={words.locate}
          icon={<LocateFixed aria-hidden="true" />}
          onClick={locate}
          disabled={locating}
        />
      </div>
      <div className="flex flex-col rounded-lg border border-line bg-surface shadow-panel">
        <IconButton label={words.zoomIn} icon={<Plus aria-hidden="true" />} onClick={() => map.zoomIn()} />
        <IconButton label={words.zoomOut} icon={<Minus aria-hidden="true" />} onClick={() => map.zoomOut()} />
      </div>
    </div>
  );
}
