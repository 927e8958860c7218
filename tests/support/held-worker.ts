import { vi } from 'vitest';
import type { FleetFrame } from '#components/map/vehicles/fleet-renderer.ts';
import type { FleetReport, FleetRequest } from '#components/map/vehicles/blit/worker-messages.ts';
import { createWorkerRenderer } from '#components/map/vehicles/blit/worker-renderer.ts';
import { addRow, createColumns, RING, withMeta, type FleetColumns } from '#lib/store/fleet-columns.ts';

/** A worker that keeps what it was sent until the test answers. */
export class HeldWorker extends EventTarget {
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

export const view: FleetFrame = {
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

export function move(columns: FleetColumns, row: number, x: number): void {
  columns.x[row * RING] = x;
  columns.meta[row] = withMeta(0, 'count', 1);
  columns.touched.mark(row);
}

/** The worker's renderer in a stubbed page, its worker held by the test. */
export function openWorkerRenderer(rows = 300) {
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

/** What a page has that the renderer needs; `canvas` adds to each canvas. Undone by `vi.unstubAllGlobals`. */
export function stubPage(putImageData: () => void, canvas: object = {}): void {
  vi.stubGlobal('Worker', EventTarget);
  vi.stubGlobal('ImageData', Object);
  vi.stubGlobal('document', {
    createElement: () => ({
      ...{ width: 1, height: 1, style: {}, getContext: () => ({ putImageData }) },
      ...canvas,
    }),
  });
}
