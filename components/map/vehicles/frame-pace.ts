/**
 * Whether frames come fast enough to go on with a renderer, judged by the gaps between animation frames
 * while it animates. One slow window is a busy moment; several in a row are the machine.
 */
export interface FramePace {
  /** Tells of an animation frame; true once, when the renderer has proven too slow. */
  frame(atMs: number): boolean;
  /** The animation pauses: the gap to the next frame says nothing. */
  pause(): void;
}

/** A median gap above this is fewer than 30 frames a second. */
export const SLOW_GAP_MS = 34;
export const WINDOW_FRAMES = 60;
const SLOW_WINDOWS = 3;

export function createFramePace(): FramePace {
  const gaps = new Float64Array(WINDOW_FRAMES);
  let count = 0;
  let lastMs: number | undefined;
  let slowWindows = 0;
  let told = false;
  return {
    frame(atMs) {
      if (told) return false;
      if (lastMs === undefined) {
        lastMs = atMs;
        return false;
      }
      gaps[count] = atMs - lastMs;
      lastMs = atMs;
      count += 1;
      if (count < WINDOW_FRAMES) return false;
      count = 0;
      const median = gaps.toSorted()[WINDOW_FRAMES / 2] ?? 0;
      slowWindows = median > SLOW_GAP_MS ? slowWindows + 1 : 0;
      told = slowWindows >= SLOW_WINDOWS;
      return told;
    },
    pause() {
      lastMs = undefined;
    },
  };
}
