import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { addRow, createColumns, RING, withMeta, type FleetColumns } from '#lib/store/fleet-columns.ts';
import type { FleetFrame, VehicleLabel } from '../fleet-renderer.ts';
import { unpackRows } from './row-parcel.ts';
import { createWorkerRenderer } from './worker-renderer.ts';
import type { FleetReport, FleetRequest } from './worker-messages.ts';

/** A worker that keeps what it was sent until the test answers. */
class HeldWorker extends EventTarget {
  readonly requests: FleetRequest[] = [];
  terminated = 0;
  postMessage(request: FleetRequest, transfer: Transferable[]): void {
    this.requests.push(structuredClone(request, { transfer }));
  }
  terminate(): void {
    this.terminated += 1;
  }
  private answered = 0;
  /** Finishes the oldest frame under way. */
  answer(): void {
    const { parcel } = this.frames[this.answered]!;
    this.answered += 1;
    const picture = { slot: this.answered, pixels: new ArrayBuffer(100 * 80 * 4) };
    const bands = Uint8Array.of(0, 1, 0);
    this.report({ kind: 'drawn', picture, width: 100, height: 80, bands, buffer: parcel.buffer, tookMs: 1 });
  }
  report(data: FleetReport): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  get frames() {
    return this.requests.filter((request) => request.kind === 'frame');
  }
}

const view: FleetFrame = {
  worldLeft: 0,
  worldTop: 0,
  scale: 1,
  widthPx: 100,
  heightPx: 80,
  ratio: 1,
  timeMs: 1_000,
  still: false,
  markerScale: 1,
  selectedRow: -1,
  look: -1,
  staleAfterMs: 60_000,
  lostAfterMs: 600_000,
};

function move(columns: FleetColumns, row: number, x: number): void {
  columns.x[row * RING] = x;
  columns.meta[row] = withMeta(0, 'count', 1);
  columns.touched.mark(row);
}

function setUp(rows = 300) {
  const columns = createColumns(5_000, 256);
  for (let row = 0; row < rows; row += 1) move(columns, addRow(columns, row + 1), row);
  const worker = new HeldWorker();
  const onShown = vi.fn();
  const onLost = vi.fn();
  const pixels = () => new Uint8ClampedArray(4);
  const result = createWorkerRenderer({
    columns,
    onShown,
    onLost,
    createWorker: () => worker as unknown as Worker,
    paintMarkers: () => ({ cellPx: 1, cells: pixels(), ringPx: 1, ring: pixels() }),
  });
  if (!result.usable) throw new Error(result.reason);
  return { columns, worker, onShown, onLost, renderer: result.renderer };
}

const putImageData = vi.fn();
beforeEach(() => {
  putImageData.mockClear();
  vi.useFakeTimers();
  vi.stubGlobal('Worker', EventTarget);
  vi.stubGlobal('ImageData', Object);
  vi.stubGlobal('document', {
    createElement: () => ({ width: 1, height: 1, style: {}, getContext: () => ({ putImageData }) }),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the worker ends up with the columns of the page, whatever was touched while it was busy', () => {
  const { columns, worker, renderer } = setUp();
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
  const { columns, worker, renderer } = setUp();
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
  const { worker, renderer, onShown } = setUp();
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
  const { worker, renderer } = setUp();
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
  const { worker, renderer } = setUp();
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
  const { worker, renderer, onLost } = setUp();
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
  const { worker, renderer, onLost } = setUp();
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
  const { worker, onLost } = setUp();
  fail(worker);
  fail(worker);
  expect(onLost).toHaveBeenCalledTimes(1);
});

test('closing ends the worker, may be repeated, and nothing is told afterwards', () => {
  const { worker, renderer, onLost, onShown } = setUp();
  renderer.draw(view);
  renderer.close();
  renderer.close();
  worker.answer();
  vi.advanceTimersByTime(10_000);
  expect(onShown).not.toHaveBeenCalled();
  expect(onLost).not.toHaveBeenCalled();
});

test('only the bands that hold or held something are put on the canvas, and pictures come back to be used', () => {
  const { worker, renderer } = setUp();
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

describe('a view that stays', () => {
  const away = Object.assign(new ArrayBuffer(1), { given: true });
  const steady = { ...view, timeMs: view.timeMs + 300 };
  beforeEach(() => {
    vi.stubGlobal('requestAnimationFrame', (act: () => void) => setTimeout(act, 16));
    vi.stubGlobal('document', {
      createElement: () => ({
        ...{ width: 1, height: 1, style: {}, getContext: () => ({ putImageData }) },
        transferControlToOffscreen: () => away,
      }),
    });
  });

  function animating() {
    const all = setUp();
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

  test('is animated by the worker once its last picture is on the page', () => {
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

  test('costs no message while nothing changes, and one when something does', () => {
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

  test('that moves is the page’s again: what the worker tells of it later is not shown', () => {
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

  test('stays on the worker’s canvas until the picture of the next view is here', () => {
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

  test('with reduced motion is drawn when it changes, not animated', () => {
    const { renderer, animations } = animating();
    renderer.draw({ ...steady, still: true });
    expect(animations()).toHaveLength(0);
  });
});

test('a browser without workers is told apart, not tried', () => {
  vi.stubGlobal('Worker', undefined);
  const columns = createColumns(0, 16);
  const result = createWorkerRenderer({ columns, onShown: vi.fn(), onLost: vi.fn() });
  expect(result.usable).toBe(false);
});
