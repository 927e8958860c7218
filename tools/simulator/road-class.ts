/** What a driver may expect of a road by its OpenStreetMap `highway` class. */

/** Usual speed in km/h where no sign says otherwise; a class that is not here is not for cars. */
const USUAL_KMH: Readonly<Record<string, number>> = {
  motorway: 90,
  motorway_link: 60,
  trunk: 70,
  trunk_link: 50,
  primary: 50,
  primary_link: 40,
  secondary: 50,
  secondary_link: 40,
  tertiary: 45,
  tertiary_link: 35,
  unclassified: 40,
  residential: 30,
  living_street: 12,
  service: 18,
  road: 30,
};

const KMH_PER_MPS = 3.6;
/** Nobody reaches the sign's figure on average. */
const SHARE_OF_SIGN = 0.92;

export const isDrivable = (highway: string): boolean => highway in USUAL_KMH;

/** Cruising speed in m/s by class and by the `maxspeed` sign, where there is a readable one. */
export function cruiseMps(highway: string, maxspeed: string | undefined): number {
  const usual = USUAL_KMH[highway] ?? 30;
  const sign = maxspeed === undefined ? Number.NaN : Number.parseInt(maxspeed, 10);
  const kmh = Number.isFinite(sign) && sign >= 5 && sign <= 130 ? Math.min(sign, usual * 1.4) : usual;
  return (kmh * SHARE_OF_SIGN) / KMH_PER_MPS;
}

/** Traffic lights stand on roads of at least this speed. */
export const LIGHTS_FROM_MPS = 9;
