import L from 'leaflet';

/** The lightest marker there is: one element, one colour, no picture, no shadow, shared by all. */
export const markerIcon = (): L.DivIcon =>
  L.divIcon({ className: 'vehicle-dot', iconSize: [12, 12], iconAnchor: [6, 6], html: '' });
