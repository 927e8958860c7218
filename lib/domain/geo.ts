/** Geometry on the sphere, good to 0.5 % at city scale: WGS 84 degrees in, metres and degrees out. */

export interface LatLng {
  readonly latitude: number;
  readonly longitude: number;
}

export const EARTH_RADIUS_M = 6_371_008.8;
const RADIANS = Math.PI / 180;

/** Great-circle distance in metres (haversine). */
export function distanceM(a: LatLng, b: LatLng): number {
  const dLat = (b.latitude - a.latitude) * RADIANS;
  const dLng = (b.longitude - a.longitude) * RADIANS;
  const s =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(a.latitude * RADIANS) * Math.cos(b.latitude * RADIANS) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(s)));
}

/** Initial bearing from `a` to `b`, degrees clockwise from north in [0, 360). */
export function bearingDegrees(a: LatLng, b: LatLng): number {
  const lat1 = a.latitude * RADIANS;
  const lat2 = b.latitude * RADIANS;
  const dLng = (b.longitude - a.longitude) * RADIANS;
  const y = Math.sin(dLng) * Math.cos(lat2);
  const x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(dLng);
  return (Math.atan2(y, x) / RADIANS + 360) % 360;
}

/** The signed shortest turn from one heading to another, degrees in (-180, 180]. */
export function turnDegrees(from: number, to: number): number {
  const turn = (((to - from) % 360) + 540) % 360;
  return turn === 0 ? 180 : turn - 180;
}

/** The point `fraction` (0–1) of the way from `a` to `b` on a straight line in degrees: for short hops. */
export function interpolate(a: LatLng, b: LatLng, fraction: number): LatLng {
  return {
    latitude: a.latitude + (b.latitude - a.latitude) * fraction,
    longitude: a.longitude + (b.longitude - a.longitude) * fraction,
  };
}
