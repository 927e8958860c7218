import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FleetFrame } from '../fleet-renderer.ts';
import { createLiveCanvas, nowMs } from './live-canvas.ts';
import type { FleetReport } from './worker-messages.ts';

const frame: FleetFrame = {
  ...{ worldLeft: 0, worldTop: 0, scale: 1, widthPx: 100, heightPx: 80, ratio: 1 },
  ...{ timeMs: 1_000, still: false, markerScale: 1, selectedRow: -1, look: -1 },
  ...{ staleAfterMs: 60_000, lostAfterMs: 600_000 },
};

let frames: (() => void)[] = [];
beforeEach(() => {
  frames = [];
  vi.useFakeTimers();
  vi.stubGlobal('ImageData', Object);
  vi.stubGlobal('requestAnimationFrame', (step: () => void) => frames.push(step));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function setUp() {
  const reports: FleetReport[] = [];
  const times: number[] = [];
  let fails = false;
  const live = createLiveCanvas({
    canvas: Object.assign(Object.create(null), {
      ...{ width: 1, height: 1, getContext: () => ({ putImageData() {} }) },
    }),
    compose(_raster, { timeMs }) {
      if (fails) throw new Error('no memory');
      times.push(timeMs);
    },
    report: (report) => reports.push(report),
  });
  const animate = (run: number) =>
    live.animate({
      ...{ kind: 'animate', run, frame, labels: null, baseMs: 0, sentAtMs: nowMs() },
      parcel: { runs: [], size: 0, buffer: new ArrayBuffer(8) },
    });
  /** One animation frame, 16 ms after the last. */
  const step = () => {
    vi.advanceTimersByTime(16);
    for (const next of frames.splice(0)) next();
  };
  const fail = () => {
    fails = true;
  };
  return { live, animate, step, reports, times, fail };
}
const kinds = (reports: readonly FleetReport[]) => reports.map(({ kind }) => kind);

test('draws frame after frame by its own clock, and tells of the rows and once of the run', () => {
  const { animate, step, reports, times } = setUp();
  animate(1);
  expect(reports).toEqual([]);
  for (let i = 0; i < 3; i += 1) step();
  expect(times.map(Math.round)).toEqual([1_016, 1_032, 1_048]);
  expect(kinds(reports)).toEqual(['taken', 'live']);
  animate(1);
  step();
  expect(reports.slice(2)).toMatchObject([{ kind: 'taken', pictures: 3 }]);
  animate(2);
  step();
  step();
  expect(reports.slice(3)).toMatchObject([{ kind: 'taken' }, { kind: 'live', run: 2 }]);
});

test('a hidden page has no frames, and what was asked for is answered all the same', () => {
  const { animate, reports } = setUp();
  animate(1);
  animate(1);
  vi.advanceTimersByTime(249);
  expect(reports).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(kinds(reports)).toEqual(['taken', 'taken']);
});

test('at rest it draws what is left, also what a run has to show, and no more until it is asked', () => {
  const { live, animate, step, times, reports } = setUp();
  animate(1);
  live.rest();
  for (let i = 0; i < 5; i += 1) step();
  expect(times).toHaveLength(2);
  expect(kinds(reports)).toEqual(['taken', 'live']);
  animate(1);
  for (let i = 0; i < 3; i += 1) step();
  expect(times).toHaveLength(5);
});

test('stopped, it answers what is open and draws no more', () => {
  const { live, animate, step, times, reports } = setUp();
  animate(1);
  live.stop();
  step();
  expect(times).toEqual([]);
  expect(kinds(reports)).toEqual(['taken']);
});

test('a frame that cannot be drawn is told and ends the animation', () => {
  const { animate, step, reports, fail } = setUp();
  animate(1);
  fail();
  step();
  step();
  expect(reports).toMatchObject([{ kind: 'failed', reason: expect.stringContaining('no memory') }]);
});
