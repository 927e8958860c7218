import type { StreetClass } from '#lib/domain/street-class.ts';

/** Colours of the built-in map. Quiet: vehicles and tickets are what is read, streets are where. */
export interface StreetPalette {
  readonly land: string;
  readonly area: string;
  readonly path: string;
  readonly minor: string;
  readonly minorCasing: string;
  readonly major: string;
  readonly majorCasing: string;
  /** Too thin for an edge, on a wide view: must differ from the ground by itself. */
  readonly majorThin: string;
  readonly motorway: string;
  readonly motorwayCasing: string;
  readonly bridgeCasing: string;
  readonly tunnel: string;
  readonly tunnelCasing: string;
  readonly label: string;
  readonly labelMajor: string;
  readonly halo: string;
  readonly shield: string;
  readonly shieldText: string;
  readonly shieldLine: string;
  readonly graticule: string;
}

export const STREET_PALETTE: Readonly<Record<'light' | 'dark', StreetPalette>> = {
  light: {
    land: '#e8ecf1',
    area: '#dfe4ea',
    path: '#cfd6df',
    minor: '#ffffff',
    minorCasing: '#d3dae3',
    major: '#ffffff',
    majorCasing: '#c8d0db',
    majorThin: '#c3ccd8',
    motorway: '#fbf3e2',
    motorwayCasing: '#d3c4a1',
    bridgeCasing: '#aeb8c6',
    tunnel: '#f4f6f9',
    tunnelCasing: '#ccd4de',
    label: '#6b7789',
    labelMajor: '#4a566a',
    halo: '#f7f9fb',
    shield: '#ffffff',
    shieldText: '#4a566a',
    shieldLine: '#b7c0cd',
    graticule: '#dfe4ea',
  },
  dark: {
    land: '#10161f',
    area: '#151d28',
    path: '#222c3a',
    minor: '#202a38',
    minorCasing: '#0c1119',
    major: '#2b3748',
    majorCasing: '#0b1018',
    majorThin: '#2b3748',
    motorway: '#3a4759',
    motorwayCasing: '#0a0e15',
    bridgeCasing: '#070a10',
    tunnel: '#1a222e',
    tunnelCasing: '#2a3545',
    label: '#7a889c',
    labelMajor: '#9aa8bb',
    halo: '#0e141c',
    shield: '#1b2431',
    shieldText: '#a9b6c8',
    shieldLine: '#3a475a',
    graticule: '#151c27',
  },
};

type Tone = 'path' | 'minor' | 'major' | 'motorway';

const TONE: Readonly<Record<StreetClass, Tone>> = {
  steps: 'path',
  path: 'path',
  track: 'path',
  footway: 'path',
  cycleway: 'path',
  pedestrian: 'minor',
  service: 'minor',
  living: 'minor',
  residential: 'minor',
  unclassified: 'minor',
  tertiary: 'major',
  secondary: 'major',
  primary: 'major',
  trunk_link: 'motorway',
  trunk: 'motorway',
  motorway_link: 'motorway',
  motorway: 'motorway',
};

export const toneOf = (street: StreetClass): Tone => TONE[street];
