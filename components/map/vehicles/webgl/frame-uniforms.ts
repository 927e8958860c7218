import { WORLD_SIZE } from '#lib/store/world.ts';
import type { FleetFrame } from '../fleet-renderer.ts';

/** The frame as both programs read it: one small buffer instead of a dozen calls. */
export const FRAME_BLOCK = /* glsl */ `
layout(std140) uniform Frame {
  uvec2 origin; // world units
  vec2 originPx; // where the origin is, CSS pixels on the canvas
  vec2 canvasPx; // device pixels
  float scale; // CSS pixels per world unit
  float ratio; // device pixels per CSS pixel
  uint nowMs;
  float nowFraction; // of a millisecond
  int staleAfterMs;
  int lostAfterMs;
  int selectedRow;
  int look;
  float markerScale;
  int still;
};
`;
export const FRAME_BYTES = 64;

export interface FrameUniforms {
  readonly bytes: ArrayBuffer;
  write(frame: FleetFrame, canvasWidth: number, canvasHeight: number): void;
}

/** Four bytes a field, in the block's order. */
export function createFrameUniforms(): FrameUniforms {
  const bytes = new ArrayBuffer(FRAME_BYTES);
  const floats = new Float32Array(bytes);
  const unsigned = new Uint32Array(bytes);
  const signed = new Int32Array(bytes);
  return {
    bytes,
    write(frame, canvasWidth, canvasHeight) {
      const { worldLeft, worldTop, scale } = frame;
      const originX = originNear(worldLeft + frame.widthPx / 2 / scale);
      const originY = originNear(worldTop + frame.heightPx / 2 / scale);
      const timeMs = Math.max(0, frame.timeMs);
      const wholeMs = Math.floor(timeMs);
      unsigned[0] = originX;
      unsigned[1] = originY;
      // In doubles: two large numbers whose difference is small.
      floats[2] = (originX - worldLeft) * scale;
      floats[3] = (originY - worldTop) * scale;
      floats[4] = canvasWidth;
      floats[5] = canvasHeight;
      floats[6] = scale;
      floats[7] = frame.ratio;
      unsigned[8] = wholeMs;
      floats[9] = timeMs - wholeMs;
      signed[10] = atMostInt(frame.staleAfterMs);
      signed[11] = atMostInt(frame.lostAfterMs);
      signed[12] = frame.selectedRow;
      signed[13] = frame.look;
      floats[14] = frame.markerScale;
      signed[15] = frame.still ? 1 : 0;
    },
  };
}

/** A whole world unit on the world, as near as it can be: distances from it stay small and thereby exact. */
const originNear = (world: number): number => Math.min(WORLD_SIZE - 1, Math.max(0, Math.round(world)));

/** A setting of Infinity ("never") is the longest time the card can count. */
const atMostInt = (ms: number): number => Math.min(2 ** 31 - 1, Math.ceil(ms));
