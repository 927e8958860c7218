import type { FleetFrame } from './fleet-renderer.ts';

/** A frame that is filled in again and again, so that animating allocates nothing; data only, a worker takes it. */
export type MutableFrame = { -readonly [Field in keyof FleetFrame]: FleetFrame[Field] };

export const createFrame = (): MutableFrame => ({
  worldLeft: 0,
  worldTop: 0,
  scale: 1,
  widthPx: 0,
  heightPx: 0,
  ratio: 1,
  timeMs: 0,
  still: false,
  markerScale: 1,
  selectedRow: -1,
  look: -1,
  staleAfterMs: 0,
  lostAfterMs: 0,
});
