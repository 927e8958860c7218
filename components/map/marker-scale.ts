/** Markers shrink on a wide view: at zoom 10 a city is a few hundred pixels across. */
export function markerScale(zoom: number): number {
  if (zoom >= 13) return 1;
  return Math.max(0.5, 1 - (13 - zoom) * 0.16);
}
