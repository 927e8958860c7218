import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { move, openWorkerRenderer, stubPage, view } from '#tests/support/held-worker.ts';
import type { FleetFrame } from '../fleet-renderer.ts';

/** Between the page's own canvas, for a view that moves, and the worker's, for one that stays. */

const steady = { ...view, timeMs: view.timeMs + 300 };
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act, 16));
  stubPage(vi.fn(), { transferControlToOffscreen: () => new ArrayBuffer(1) });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function animating() {
  const all = openWorkerRenderer();
  const { worker, renderer } = all;
  const [pictures, live] = renderer.canvases;
  const animations = () => worker.requests.filter((request) => request.kind === 'animate');
  const taken = () => {
    const { parcel } = animations().at(-1)!;
    worker.report({ kind: 'taken', buffer: parcel.buffer, pictures: 1 });
  };
  renderer.draw(view);
  worker.answer();
  return { ...all, pictures: pictures!, live: live!, animations, taken };
}

test('a view that stays is animated by the worker once its last picture is on the page', () => {
  const { worker, renderer, animations, pictures, live, taken, onShown } = animating();
  renderer.draw({ ...view, timeMs: view.timeMs + 240 });
  expect(renderer.draw(steady)).toBe('busy');
  worker.answer();
  expect(renderer.draw(steady)).toBe('sent');
  expect(animations()).toHaveLength(1);
  taken();
  expect(renderer.canvas()).toBe(pictures);
  onShown.mockClear();
  worker.report({ kind: 'live', run: 1 });
  expect(onShown).toHaveBeenCalledTimes(1);
  expect(renderer.canvas()).toBe(live);
  expect([pictures.style.visibility, live.style.visibility]).toEqual(['', '']);
  vi.advanceTimersByTime(32);
  expect([pictures.style.visibility, live.style.visibility]).toEqual(['hidden', '']);
});

test('a view that stays costs no message while nothing changes, and one when something does', () => {
  const { columns, renderer, animations, taken } = animating();
  renderer.draw(steady);
  taken();
  const later = (ms: number, change: Partial<FleetFrame> = {}) => {
    vi.advanceTimersByTime(ms);
    elapsedMs += ms;
    return renderer.draw({ ...steady, timeMs: steady.timeMs + elapsedMs, ...change });
  };
  let elapsedMs = 0;
  for (let i = 0; i < 10; i += 1) expect(later(16)).toBe('sent');
  expect(animations()).toHaveLength(1);
  move(columns, 7, 70_007);
  later(16);
  expect(animations()).toHaveLength(2);
  expect(animations()[1]!.parcel.runs).toEqual([0, 64]);
  taken();
  later(16, { selectedRow: 3 });
  expect(animations()).toHaveLength(3);
  taken();
  renderer.rest();
  renderer.rest();
  later(1_000, { selectedRow: 3 });
  expect(animations()).toHaveLength(4);
  taken();
  elapsedMs += 5_000; // the server's clock was corrected
  later(16, { selectedRow: 3 });
  expect(animations()).toHaveLength(5);
});

test('a view that moves is the page’s again: what the worker tells of it later is not shown', () => {
  const { worker, renderer, pictures, live, taken } = animating();
  renderer.draw(steady);
  const moved = { ...steady, worldLeft: 50 };
  expect(renderer.draw(moved)).toBe('sent');
  taken();
  worker.report({ kind: 'live', run: 1 });
  expect(renderer.canvas()).toBe(pictures);
  worker.answer();
  expect(renderer.shown()?.worldLeft).toBe(50);
  expect(live.style.visibility).toBe('hidden');
});

test('a view that moves stays on the worker’s canvas until the picture of the next view is here', () => {
  const { worker, renderer, pictures, live, taken } = animating();
  renderer.draw(steady);
  taken();
  worker.report({ kind: 'live', run: 1 });
  renderer.draw({ ...steady, worldLeft: 50 });
  expect(renderer.canvas()).toBe(live);
  expect(renderer.shown()?.worldLeft).toBe(0);
  worker.answer();
  expect(renderer.canvas()).toBe(pictures);
  expect(renderer.shown()?.worldLeft).toBe(50);
});

test('a view that stays with reduced motion is drawn when it changes, not animated', () => {
  const { renderer, animations } = animating();
  renderer.draw({ ...steady, still: true });
  expect(animations()).toHaveLength(0);
});
