import L from 'leaflet';

/** CSS pixels covered by panels at the inline start and end of the map. */
export interface InlinePadding {
  readonly start: number;
  readonly end: number;
}

export const NO_PADDING: InlinePadding = { start: 0, end: 0 };

/** The part of the container that no panel covers, in container points. */
export function visibleBox(map: L.Map, padding: InlinePadding): L.Bounds {
  const size = map.getSize();
  const rightToLeft = getComputedStyle(map.getContainer()).direction === 'rtl';
  const left = rightToLeft ? padding.end : padding.start;
  const right = rightToLeft ? padding.start : padding.end;
  return L.bounds([left, 0], [Math.max(left + 1, size.x - right), size.y]);
}

/** The centre that puts a place into the middle of what is visible, at a zoom. */
export function centerFor(
  map: L.Map,
  place: L.LatLng,
  padding: InlinePadding,
  zoom = map.getZoom(),
): L.LatLng {
  const middle = visibleBox(map, padding).getCenter();
  const offset = middle.subtract(map.getSize().divideBy(2));
  return map.unproject(map.project(place, zoom).subtract(offset), zoom);
}

/** Whether a place is in view with some room around it. */
export function isInView(map: L.Map, place: L.LatLng, padding: InlinePadding, insetPx: number): boolean {
  const box = visibleBox(map, padding);
  const inset = L.point(insetPx, insetPx);
  return L.bounds((box.min ?? L.point(0, 0)).add(inset), (box.max ?? L.point(0, 0)).subtract(inset)).contains(
    map.latLngToContainerPoint(place),
  );
}

/** Moves to a place only when it is out of view; never zooms. */
export function bringIntoView(map: L.Map, place: L.LatLng, padding: InlinePadding): void {
  if (isInView(map, place, padding, 56)) return;
  map.panTo(centerFor(map, place, padding), { animate: true, duration: 0.35 });
}

/** Shows all of the bounds in what is visible. */
export function fitInView(map: L.Map, bounds: L.LatLngBounds, padding: InlinePadding, maxZoom = 16): void {
  const box = visibleBox(map, padding);
  const size = map.getSize();
  const min = box.min ?? L.point(0, 0);
  const max = box.max ?? size;
  map.fitBounds(bounds, {
    paddingTopLeft: min.add([48, 56]),
    paddingBottomRight: size.subtract(max).add([48, 56]),
    maxZoom,
  });
}
