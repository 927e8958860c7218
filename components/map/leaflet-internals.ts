import type L from 'leaflet';

/**
 * What Leaflet's own renderers use and its types do not show (1.9.4, src/layer/vector/Renderer.js and
 * src/map/Map.js). Kept in one place, because a new Leaflet may move it.
 */
export interface LeafletInternals {
  _getNewPixelOrigin(center: L.LatLng, zoom?: number): L.Point;
  _animatingZoom?: boolean;
  /** The element whose CSS transition times the zoom animation. */
  _proxy?: HTMLElement;
}

export const internals = (map: L.Map): LeafletInternals => map as unknown as LeafletInternals;
