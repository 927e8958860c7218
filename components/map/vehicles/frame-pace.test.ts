import { describe, expect, it } from 'vitest';
import { createFramePace, SLOW_GAP_MS, WINDOW_FRAMES } from './frame-pace.ts';

function run(gapMs: (frame: number) => number, frames: number, pauseAt?: (frame: number) => boolean) {
  const pace = createFramePace();
  let atMs = 1_000;
  const told: number[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    if (pauseAt?.(frame)) pace.pause();
    atMs += gapMs(frame);
    if (pace.frame(atMs)) told.push(frame);
  }
  return told;
}

describe('the pace of frames', () => {
  it('is never found wanting at sixty or forty frames a second', () => {
    expect(run(() => 16.7, 2_000)).toEqual([]);
    expect(run(() => 25, 2_000)).toEqual([]);
  });

  it('is told once to be too slow, after three slow windows in a row', () => {
    expect(run(() => SLOW_GAP_MS + 20, 2_000)).toEqual([3 * WINDOW_FRAMES]);
  });

  it('forgives single long frames and single slow windows', () => {
    expect(run((frame) => (frame % 10 === 0 ? 400 : 16), 2_000)).toEqual([]);
    expect(run((frame) => (Math.floor(frame / WINDOW_FRAMES) % 3 === 0 ? 60 : 16), 2_000)).toEqual([]);
  });

  it('takes no pause for a slow frame', () => {
    expect(
      run(
        (frame) => (frame % 2 === 0 ? 5_000 : 16),
        2_000,
        (frame) => frame % 2 === 0,
      ),
    ).toEqual([]);
  });
});
