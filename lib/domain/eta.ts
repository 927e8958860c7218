import { distanceM, type LatLng } from './geo.ts';

/** Streets are longer than the crow flies; 1.35 is a usual detour factor for European cities. */
const DETOUR_FACTOR = 1.35;
/** 36 km/h: a city average that includes lights and turns. */
const CITY_SPEED_MPS = 10;

/** Seconds to drive from `from` to `to`, estimated from the great circle. Whole seconds, ≥ 0. */
export function greatCircleEtaSeconds(from: LatLng, to: LatLng): number {
  return Math.round((distanceM(from, to) * DETOUR_FACTOR) / CITY_SPEED_MPS);
}
