'use client';

import type L from 'leaflet';
import { useEffect } from 'react';
import { Button } from '#components/ui/button.tsx';
import { map as words } from '#lib/messages/en/map.ts';
import type { PickedLocation } from './live-map.tsx';
import { visibleBox, type InlinePadding } from './visible-box.ts';

/** Pick mode: a click on the map, or Enter with the place under the crosshair. */
export function PickLocation({
  map,
  paddingInline,
  onPick,
}: {
  readonly map: L.Map;
  readonly paddingInline: InlinePadding;
  readonly onPick: (place: PickedLocation) => void;
}) {
  useEffect(() => {
    const container = map.getContainer();
    const click = (event: L.LeafletMouseEvent) => onPick(placeOf(event.latlng));
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || event.target !== container) return;
      event.preventDefault();
      onPick(placeOf(crosshair(map, paddingInline)));
    };
    map.on('click', click);
    container.addEventListener('keydown', key);
    container.classList.add('map-picking');
    return () => {
      map.off('click', click);
      container.removeEventListener('keydown', key);
      container.classList.remove('map-picking');
    };
  }, [map, onPick, paddingInline]);

  return (
    <div
      className="pointer-events-none absolute inset-y-0 z-[500]"
      style={{ insetInlineStart: paddingInline.start, insetInlineEnd: paddingInline.end }}
    >
      <div aria-hidden="true" className="absolute top-1/2 left-1/2 -translate-x-1/2 -translate-y-1/2">
        <svg width="44" height="44" viewBox="0 0 44 44" fill="none">
          <path d="M22 4v13M22 27v13M4 22h13M27 22h13" className="stroke-surface" strokeWidth="5" />
          <path d="M22 4v13M22 27v13M4 22h13M27 22h13" className="stroke-accent" strokeWidth="2" />
          <circle cx="22" cy="22" r="2" className="fill-accent" />
        </svg>
      </div>
      <div className="absolute inset-x-0 top-3 flex flex-wrap items-center justify-center gap-2 px-3">
        <p className="rounded-md bg-raised px-3 py-1.5 text-dense text-ink shadow-raised">{words.pickHint}</p>
        <Button
          size="sm"
          className="pointer-events-auto"
          onClick={() => onPick(placeOf(crosshair(map, paddingInline)))}
        >
          {words.pickHere}
        </Button>
      </div>
    </div>
  );
}

const crosshair = (map: L.Map, padding: InlinePadding): L.LatLng =>
  map.containerPointToLatLng(visibleBox(map, padding).getCenter());

/** Six decimals: 10 cm, what the wire carries. */
function placeOf(latlng: L.LatLng): PickedLocation {
  const { lat, lng } = latlng.wrap();
  return { latitude: Number(lat.toFixed(6)), longitude: Number(lng.toFixed(6)) };
}
