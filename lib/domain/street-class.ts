/**
 * Streets by what they are for, from the quietest to the busiest: the order in which they are drawn. The
 * index of a class is its number in the base map's tiles.
 */
export const STREET_CLASSES = [
  'steps',
  'path',
  'track',
  'footway',
  'cycleway',
  'pedestrian',
  'service',
  'living',
  'residential',
  'unclassified',
  'tertiary',
  'secondary',
  'primary',
  'trunk_link',
  'trunk',
  'motorway_link',
  'motorway',
] as const;
export type StreetClass = (typeof STREET_CLASSES)[number];

const BY_HIGHWAY: Readonly<Record<string, StreetClass>> = {
  steps: 'steps',
  path: 'path',
  bridleway: 'path',
  track: 'track',
  footway: 'footway',
  cycleway: 'cycleway',
  pedestrian: 'pedestrian',
  service: 'service',
  living_street: 'living',
  residential: 'residential',
  unclassified: 'unclassified',
  road: 'unclassified',
  tertiary: 'tertiary',
  tertiary_link: 'tertiary',
  secondary: 'secondary',
  secondary_link: 'secondary',
  primary: 'primary',
  primary_link: 'primary',
  trunk: 'trunk',
  trunk_link: 'trunk_link',
  motorway: 'motorway',
  motorway_link: 'motorway_link',
};

/** The class of an OpenStreetMap `highway` value; undefined for what is no street (platform, construction). */
export const streetClass = (highway: string): StreetClass | undefined => BY_HIGHWAY[highway];

export const streetRank = (street: StreetClass): number => STREET_CLASSES.indexOf(street);
