import type { StreetClass } from '#lib/domain/street-class.ts';

type Stops = readonly (readonly [zoom: number, px: number])[];

const MOTORWAY: Stops = [
  [10, 1.2],
  [12, 2.2],
  [13, 3.2],
  [14, 4.8],
  [15, 7.5],
  [16, 11.5],
  [17, 19],
  [18, 32],
  [19, 54],
];
const PRIMARY: Stops = [
  [10, 0.8],
  [12, 1.7],
  [13, 2.6],
  [14, 4],
  [15, 6.6],
  [16, 10.5],
  [17, 17],
  [18, 29],
  [19, 50],
];
const TERTIARY: Stops = [
  [10, 0.4],
  [12, 0.9],
  [13, 1.9],
  [14, 3.1],
  [15, 5.2],
  [16, 8.8],
  [17, 14],
  [18, 24],
  [19, 42],
];
const LINK: Stops = [
  [10, 0.7],
  [12, 1.1],
  [13, 1.7],
  [14, 2.6],
  [15, 4.4],
  [16, 7],
  [17, 11.5],
  [18, 19],
  [19, 34],
];
const RESIDENTIAL: Stops = [
  [13, 1.15],
  [14, 2],
  [15, 3.6],
  [16, 6.6],
  [17, 11.5],
  [18, 20],
  [19, 36],
];
const SERVICE: Stops = [
  [14, 0.7],
  [15, 1.7],
  [16, 3.2],
  [17, 6],
  [18, 10.5],
  [19, 19],
];
const FOOT: Stops = [
  [14, 0.5],
  [15, 0.8],
  [16, 1.1],
  [17, 1.6],
  [18, 2.4],
  [19, 3.6],
];

const STOPS: Readonly<Record<StreetClass, Stops>> = {
  steps: FOOT,
  path: FOOT,
  track: FOOT,
  footway: FOOT,
  cycleway: FOOT,
  pedestrian: SERVICE,
  service: SERVICE,
  living: RESIDENTIAL,
  residential: RESIDENTIAL,
  unclassified: RESIDENTIAL,
  tertiary: TERTIARY,
  secondary: PRIMARY,
  primary: PRIMARY,
  trunk_link: LINK,
  trunk: MOTORWAY,
  motorway_link: LINK,
  motorway: MOTORWAY,
};

/** CSS pixels across a street's surface, without its casing; growth between the stops is geometric. */
export function streetWidthPx(street: StreetClass, zoom: number): number {
  const stops = STOPS[street];
  let below = stops[0] ?? [0, 0];
  for (const stop of stops) {
    if (stop[0] > zoom) {
      if (below[0] >= stop[0]) return stop[1];
      const fraction = (zoom - below[0]) / (stop[0] - below[0]);
      return zoom <= below[0] ? below[1] : below[1] * (stop[1] / below[1]) ** fraction;
    }
    below = stop;
  }
  return below[1];
}

/** CSS pixels of the darker edge on each side; 0 where a street is too thin to have one. */
export function casingPx(street: StreetClass, zoom: number): number {
  const width = streetWidthPx(street, zoom);
  if (width < 1.6) return 0;
  return zoom >= 16 ? 1.2 : 0.9;
}
