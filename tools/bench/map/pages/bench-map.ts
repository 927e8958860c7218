import 'leaflet/dist/leaflet.css';
import L from 'leaflet';
import { paletteVariables } from '#components/ui/palette.ts';
import { VIEW } from './seeded-fleet.ts';

/** The same for every page: the product's colours, and a box of 1280×800 for a map. */
export function mapBox(): HTMLElement {
  const root = document.documentElement;
  root.dataset['theme'] = 'light';
  for (const [name, colour] of Object.entries(paletteVariables('light')))
    root.style.setProperty(name, colour);
  const box = document.createElement('div');
  Object.assign(box.style, { width: `${VIEW.widthPx}px`, height: `${VIEW.heightPx}px` });
  document.body.style.margin = '0';
  document.body.append(box);
  return box;
}

export const MAP_OPTIONS = {
  center: [VIEW.latitude, VIEW.longitude] as [number, number],
  zoom: VIEW.zoom,
  zoomControl: false,
  attributionControl: false,
};

/** Leaflet with nothing on it: what lies under the vehicles is not the question. */
export const benchMap = (): L.Map => L.map(mapBox(), MAP_OPTIONS);
