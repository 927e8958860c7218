import type { ColourName } from '#components/ui/palette.ts';

export type SpeedBand = 'slow' | 'medium' | 'fast';

/** 30 and 60 km/h: where streets end and roads begin. */
const MEDIUM_FROM_MPS = 30 / 3.6;
const FAST_FROM_MPS = 60 / 3.6;

export const BAND_COLOURS = {
  slow: 'speed-slow',
  medium: 'speed-medium',
  fast: 'speed-fast',
} as const satisfies Readonly<Record<SpeedBand, ColourName>>;

/** @param speedMps null, unknown, is drawn as slow: the line must be somewhere */
export function speedBand(speedMps: number | null): SpeedBand {
  if (speedMps === null || speedMps < MEDIUM_FROM_MPS) return 'slow';
  return speedMps < FAST_FROM_MPS ? 'medium' : 'fast';
}
