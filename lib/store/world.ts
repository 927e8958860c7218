/** Web Mercator as the unit square, kept as 32-bit integers: 1 cm at the equator, cheap to draw. */

/** The unit square's side in world units. */
export const WORLD_SIZE = 2 ** 32;
const MAX_WORLD = WORLD_SIZE - 1;
const MAX_LATITUDE = 85.051_128_78;

export function worldX(longitude: number): number {
  return Math.min(MAX_WORLD, Math.max(0, Math.round(((longitude + 180) / 360) * WORLD_SIZE)));
}

/** Latitudes beyond Mercator's square are drawn at its edge. */
export function worldY(latitude: number): number {
  const sine = Math.sin((Math.min(MAX_LATITUDE, Math.max(-MAX_LATITUDE, latitude)) * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  return Math.min(MAX_WORLD, Math.max(0, Math.round(y * WORLD_SIZE)));
}

export const longitudeOf = (x: number): number => (x / WORLD_SIZE) * 360 - 180;

export function latitudeOf(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD_SIZE))) * 180) / Math.PI;
}
