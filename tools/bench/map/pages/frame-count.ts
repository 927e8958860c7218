/** What the animation frames of a page were like since it loaded. */
export interface FrameCount {
  /** Animation frames. */
  readonly frames: number;
  /** Frames of them after which the canvas had a picture that it had not before. */
  readonly drawn: number;
  /** Frames of them that came more than 25 ms after the one before. */
  readonly late: number;
  /** Display frames at 60 Hz that passed without an animation frame. */
  readonly missed: number;
}

export interface FrameCounter {
  /** This is an animation frame. */
  tick(): void;
  /** New content is on the canvas. */
  draw(): void;
  /** So many pictures were drawn without the page, each in a frame of its own. */
  drewAlone(pictures: number): void;
  read(): FrameCount;
}

const FRAME_MS = 1_000 / 60;
const LATE_MS = 25;

/** Counts the frames that it is told of, once each. */
export function createFrameCounter(): FrameCounter {
  let [frames, drawn, late, missed] = [0, 0, 0, 0];
  let fresh = false;
  let before: number | undefined;
  return {
    tick() {
      const timeMs = Number(document.timeline.currentTime);
      if (timeMs === before) return;
      frames += 1;
      if (fresh) drawn += 1;
      fresh = false;
      if (before !== undefined) {
        const gapMs = timeMs - before;
        if (gapMs > LATE_MS) late += 1;
        missed += Math.max(0, Math.round(gapMs / FRAME_MS) - 1);
      }
      before = timeMs;
    },
    draw() {
      fresh = true;
    },
    drewAlone(pictures) {
      drawn += pictures;
    },
    read: () => ({ frames, drawn, late, missed }),
  };
}

/** For a page that asks for no frames itself; one that does tells the counter of them, and pays for each once. */
export function countEveryFrame(): FrameCounter {
  const counter = createFrameCounter();
  const frame = (): void => {
    counter.tick();
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return counter;
}
