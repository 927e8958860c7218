import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addRow, createColumns, RING } from '#lib/store/fleet-columns.ts';
import { move, openWorkerRenderer, stubPage, view, type HeldWorker } from '#tests/support/held-worker.ts';
import type { FleetFrame, VehicleLabel } from '../fleet-renderer.ts';
import { unpackRows } from './row-parcel.ts';
import { createWorkerRenderer } from './worker-renderer.ts';

const putImageData = vi.fn();
beforeEach(() => {
  putImageData.mockClear();
  vi.useFakeTimers();
  stubPage(putImageData);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the worker ends up with the columns of the page, whatever was touched while it was busy', () => {
  const { columns, worker, renderer } = openWorkerRenderer();
  const copy = createColumns(columns.baseMs, 16);
  expect(renderer.draw(view)).toBe('sent');
  move(columns, 7, 70_007);
  expect(renderer.draw(view)).toBe('sent');
  for (let row = 300; row < 700; row += 1) move(columns, addRow(columns, row + 1), row * 3);
  move(columns, 290, 70_290);
  expect(renderer.draw(view)).toBe('busy');
  expect(worker.frames).toHaveLength(2);
  for (const { parcel } of worker.frames) unpackRows(copy, parcel);
  worker.answer();
  move(columns, 7, 70_008);
  expect(renderer.draw(view)).toBe('sent');
  expect(renderer.draw(view)).toBe('busy');
  expect(worker.frames).toHaveLength(3);
  unpackRows(copy, worker.frames[2]!.parcel);
  expect(copy.size).toBe(700);
  for (const name of ['x', 'y', 'playAt', 'heading'] as const)
    expect(copy[name].subarray(0, 700 * RING)).toEqual(columns[name].subarray(0, 700 * RING));
  expect(copy.meta.subarray(0, 700)).toEqual(columns.meta.subarray(0, 700));
});

test('only touched rows travel after the first frame, in the buffer that came back', () => {
  const { columns, worker, renderer } = openWorkerRenderer();
  renderer.draw(view);
  const bytes = worker.frames[0]!.parcel.buffer.byteLength;
  worker.answer();
  move(columns, 70, 1);
  renderer.draw(view);
  expect(worker.frames[0]!.parcel.runs).toEqual([0, 300]);
  expect(worker.frames[1]!.parcel.runs).toEqual([64, 128]);
  expect(worker.frames[1]!.parcel.buffer.byteLength).toBe(bytes);
});

test('the view shown changes with the content and is told then', () => {
  const { worker, renderer, onShown } = openWorkerRenderer();
  renderer.draw(view);
  expect(renderer.shown()).toBeUndefined();
  worker.answer();
  expect(renderer.shown()).toEqual(view);
  expect(onShown).toHaveBeenCalledTimes(1);
  renderer.draw({ ...view, worldLeft: 50 });
  expect(renderer.shown()?.worldLeft).toBe(0);
  worker.answer();
  expect(renderer.shown()?.worldLeft).toBe(50);
});

test('markers are painted once for a ratio, and anew after a change of theme', () => {
  const { worker, renderer } = openWorkerRenderer();
  const paintings = () => worker.requests.filter(({ kind }) => kind === 'markers').length;
  const draw = (change: Partial<FleetFrame> = {}) => {
    renderer.draw({ ...view, ...change });
    worker.answer();
  };
  draw();
  draw({ markerScale: 0.5 });
  expect(paintings()).toBe(1);
  draw({ ratio: 2 });
  expect(paintings()).toBe(2);
  renderer.restyle();
  draw({ ratio: 2 });
  expect(paintings()).toBe(3);
});

test('a label picture is sent once', () => {
  const { worker, renderer } = openWorkerRenderer();
  const pixels = { width: 1, height: 1, data: new Uint8ClampedArray(4) } as ImageData;
  const label = (row: number): VehicleLabel => ({
    row,
    image: { key: 'Karin', widthPx: 1, heightPx: 1, pixels },
  });
  const update = (labels: readonly VehicleLabel[]) => {
    renderer.label(labels);
    renderer.draw(view);
    worker.answer();
    return worker.frames.at(-1)!.labels;
  };
  expect(update([label(1)])?.fresh).toHaveLength(1);
  expect(update([label(1)])).toBeNull();
  expect(update([label(2)])).toMatchObject({ rows: [2], keys: ['Karin'], fresh: [] });
});

test('a worker that is silent for five seconds is given up, once, and ended', () => {
  const { worker, renderer, onLost } = openWorkerRenderer();
  renderer.draw(view);
  vi.advanceTimersByTime(4_900);
  expect(onLost).not.toHaveBeenCalled();
  vi.advanceTimersByTime(200);
  expect(onLost).toHaveBeenCalledTimes(1);
  worker.dispatchEvent(new Event('error'));
  expect(onLost).toHaveBeenCalledTimes(1);
  expect(worker.terminated).toBe(1);
  expect(renderer.draw(view)).toBe('busy');
});

test('a worker that answers the first of two frames has five seconds for the second', () => {
  const { worker, renderer, onLost } = openWorkerRenderer();
  renderer.draw(view);
  renderer.draw(view);
  vi.advanceTimersByTime(4_000);
  worker.answer();
  vi.advanceTimersByTime(4_000);
  expect(onLost).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2_000);
  expect(onLost).toHaveBeenCalledTimes(1);
});

test.each([
  ['error', (worker: HeldWorker) => worker.dispatchEvent(new Event('error'))],
  ['messageerror', (worker: HeldWorker) => worker.dispatchEvent(new Event('messageerror'))],
  ['a failure', (worker: HeldWorker) => worker.report({ kind: 'failed', reason: 'no canvas' })],
])('%s of the worker is told once', (_, fail) => {
  const { worker, onLost } = openWorkerRenderer();
  fail(worker);
  fail(worker);
  expect(onLost).toHaveBeenCalledTimes(1);
});

test('closing ends the worker, may be repeated, and nothing is told afterwards', () => {
  const { worker, renderer, onLost, onShown } = openWorkerRenderer();
  renderer.draw(view);
  renderer.close();
  renderer.close();
  worker.answer();
  vi.advanceTimersByTime(10_000);
  expect(onShown).not.toHaveBeenCalled();
  expect(onLost).not.toHaveBeenCalled();
});

test('only the bands that hold or held something are put on the canvas, and pictures come back to be used', () => {
  const { worker, renderer } = openWorkerRenderer();
  const shownRows = () => putImageData.mock.calls.map(([, , , , from, , rows]) => [from, rows]);
  const answer = (slot: number, bands: number[]) =>
    worker.report({
      kind: 'drawn',
      picture: { slot, pixels: new ArrayBuffer(100 * 80 * 4) },
      ...{ width: 100, height: 80, bands: Uint8Array.from(bands) },
      ...{ buffer: worker.frames.at(-1)!.parcel.buffer, tookMs: 1 },
    });
  renderer.draw(view);
  answer(1, [1, 0, 0]);
  expect(shownRows()).toEqual([[0, 32]]);
  renderer.draw(view);
  expect(worker.frames.map(({ spare }) => spare?.slot)).toEqual([undefined, 1]);
  answer(2, [0, 0, 1]);
  expect(shownRows().slice(1)).toEqual([
    [0, 32],
    [64, 16],
  ]);
  renderer.draw(view);
  answer(3, [0, 0, 0]);
  expect(shownRows().slice(3)).toEqual([[64, 16]]);
});

test('a browser without workers is told apart, not tried', () => {
  vi.stubGlobal('Worker', undefined);
  const columns = createColumns(0, 16);
  const result = createWorkerRenderer({ columns, onShown: vi.fn(), onLost: vi.fn() });
  expect(result.usable).toBe(false);
});
