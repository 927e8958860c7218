import L from 'leaflet';

/**
 * What Leaflet's own renderers use and its types do not show (1.9.4, src/layer/vector/Renderer.js and
 * src/map/Map.js). Kept in one place, because a new Leaflet may move it; without it the map still works,
 * but markers are not glued to it during a zoom animation.
 */

/** The pixel origin that the map will have after a zoom animation to a view. */
export function newPixelOrigin(map: L.Map, center: L.LatLng, zoom: number): L.Point {
  const origin: unknown = Reflect.get(map, '_getNewPixelOrigin');
  const point: unknown = typeof origin === 'function' ? origin.call(map, center, zoom) : undefined;
  return point instanceof L.Point ? point : map.getPixelOrigin();
}

export const isAnimatingZoom = (map: L.Map): boolean => Reflect.get(map, '_animatingZoom') === true;

/** The element whose CSS transition times the zoom animation. */
export function zoomProxy(map: L.Map): HTMLElement | undefined {
  const proxy: unknown = Reflect.get(map, '_proxy');
  return proxy instanceof HTMLElement ? proxy : undefined;
}
