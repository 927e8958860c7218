import { expect, test } from 'vitest';
import { addRow, createColumns, RING, withMeta } from '#lib/store/fleet-columns.ts';
import type { FleetFrame } from '../fleet-renderer.ts';
import { packRows } from './row-parcel.ts';
import { SPRITES_PER_LOOK } from './sprites.ts';
import { createWorkerDesk } from './worker-desk.ts';
import type { Picture } from './worker-messages.ts';

const CELL_PX = 10;
const frame: FleetFrame = {
  ...{ worldLeft: 0, worldTop: 0, scale: 1, widthPx: 100, heightPx: 80, ratio: 1 },
  ...{ timeMs: 1_000, still: false, markerScale: 1, selectedRow: -1, look: -1 },
  ...{ staleAfterMs: 60_000, lostAfterMs: 600_000 },
};

function open() {
  const columns = createColumns(0, 16);
  addRow(columns, 1);
  columns.meta[0] = withMeta(0, 'count', 1);
  const desk = createWorkerDesk();
  const side = CELL_PX * CELL_PX * 4;
  const solid = (bytes: number) => new Uint8ClampedArray(new ArrayBuffer(bytes)).fill(255);
  desk.markers({
    ...{ cellPx: CELL_PX, cells: solid(5 * SPRITES_PER_LOOK * side), ringPx: CELL_PX, ring: solid(side) },
  });
  const draw = (x: number, y: number, spare: Picture | null, change: Partial<FleetFrame> = {}) => {
    columns.x.fill(x, 0, RING);
    columns.y.fill(y, 0, RING);
    const parcel = packRows(columns, [0, 1]);
    const slotted = desk.picture({
      ...{ kind: 'frame', frame: { ...frame, ...change }, parcel, labels: null, baseMs: 0, spare },
    });
    // As on its way to the page: the worker's own view of it is gone.
    const [pixels] = [
      structuredClone(slotted.raster.pixels.buffer, { transfer: [slotted.raster.pixels.buffer] }),
    ];
    const words = [...new Int32Array(pixels).entries()].filter(([, word]) => word !== 0);
    const width = slotted.raster.width;
    const rows = words.map(([index]) => Math.floor(index / width));
    return { picture: { slot: slotted.slot, pixels }, top: Math.min(...rows), bottom: Math.max(...rows) };
  };
  return { draw };
}

test('a picture that comes back is composed in again, and nothing of the earlier one is left', () => {
  const { draw } = open();
  const first = draw(50, 70, null);
  expect([first.top, first.bottom]).toEqual([65, 74]);
  const second = draw(50, 20, first.picture);
  expect(second.picture.slot).toBe(first.picture.slot);
  expect([second.top, second.bottom]).toEqual([15, 24]);
});

test('a picture of another size, or one that nobody knows, is not used', () => {
  const { draw } = open();
  const first = draw(50, 70, null);
  const second = draw(50, 20, first.picture, { widthPx: 120 });
  expect(second.picture.slot).not.toBe(first.picture.slot);
  expect(second.picture.pixels.byteLength).toBe(120 * 80 * 4);
  const third = draw(50, 20, { slot: 99, pixels: new ArrayBuffer(8) });
  expect(third.picture.pixels.byteLength).toBe(100 * 80 * 4);
});
