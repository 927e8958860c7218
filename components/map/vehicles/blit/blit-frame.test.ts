import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addRow, createColumns, RING, withMeta, type FleetColumns } from '#lib/store/fleet-columns.ts';
import { PLAYOUT_MS } from '#lib/store/playout.ts';
import type { FleetFrame } from '../fleet-renderer.ts';
import { blitFrame, denseScale } from './blit-frame.ts';
import { createRaster, rasterImage, type Raster } from './raster.ts';
import { createSpriteSource, SPRITES_PER_LOOK, type MarkerSheet } from './sprites.ts';

const CELL = 8;
const RING_SIDE = 12;
const NOW_MS = 1_000_000;
const colourOf = (look: number) => (0xff << 24) | (10 + look) | 0;
const RING_COLOUR = (0xff << 24) | 0x7f0000 | 0;

/** Markers are squares whose red channel says which look they are; the ring is a larger square. */
function sheet(): MarkerSheet {
  const filled = (words: number, colour: (index: number) => number) => {
    const pixels = Int32Array.from({ length: words }, (_, index) => colour(index));
    return new Uint8ClampedArray(pixels.buffer);
  };
  const perLook = SPRITES_PER_LOOK * CELL * CELL;
  return {
    cellPx: CELL,
    cells: filled(5 * perLook, (index) => colourOf(Math.floor(index / perLook))),
    ringPx: RING_SIDE,
    ring: filled(RING_SIDE * RING_SIDE, () => RING_COLOUR),
  };
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly status?: number;
  readonly ageMs?: number;
  readonly filtered?: boolean;
  readonly clustered?: boolean;
}

function fleet(vehicles: readonly Placed[]): FleetColumns {
  const columns = createColumns(0, Math.max(1, vehicles.length));
  for (const { x, y, status = 0, ageMs = 5_000, filtered, clustered } of vehicles) {
    const row = addRow(columns, columns.size + 1);
    columns.x[row * RING] = 1_000 + x;
    columns.y[row * RING] = 1_000 + y;
    columns.playAt[row * RING] = NOW_MS - ageMs + PLAYOUT_MS;
    let meta = withMeta(withMeta(0, 'count', 1), 'status', status);
    if (filtered) meta = withMeta(meta, 'filtered', 1);
    if (clustered) meta = withMeta(meta, 'clustered', 1);
    columns.meta[row] = meta;
  }
  return columns;
}

const frame = (change: Partial<FleetFrame> = {}): FleetFrame => ({
  worldLeft: 1_000,
  worldTop: 1_000,
  scale: 1,
  widthPx: 100,
  heightPx: 80,
  ratio: 1,
  timeMs: NOW_MS,
  still: false,
  markerScale: 1,
  selectedRow: -1,
  look: -1,
  staleAfterMs: 60_000,
  lostAfterMs: 600_000,
  ...change,
});

function drawn(
  columns: FleetColumns,
  view: FleetFrame,
  labels: Parameters<typeof blitFrame>[4] = [],
): Raster {
  const raster = createRaster(Math.round(view.widthPx * view.ratio), Math.round(view.heightPx * view.ratio));
  blitFrame(raster, columns, view, createSpriteSource(sheet()), labels);
  return raster;
}

const pixel = (raster: Raster, x: number, y: number) => raster.pixels[y * raster.width + x];

test('each vehicle stands at its place in the colour of its look', () => {
  const raster = drawn(
    fleet([
      { x: 10, y: 10 },
      { x: 40, y: 10, status: 2 },
      { x: 70, y: 40, ageMs: 61_000 },
    ]),
    frame(),
  );
  expect(pixel(raster, 10, 10)).toBe(colourOf(0));
  expect(pixel(raster, 40, 10)).toBe(colourOf(2));
  expect(pixel(raster, 70, 40)).toBe(colourOf(4));
  expect(pixel(raster, 25, 60)).toBe(0);
});

test('a vehicle is drawn between its fixes, at any ratio, in whole device pixels', () => {
  const columns = fleet([{ x: 10, y: 10 }]);
  columns.x[1] = 1_030;
  columns.y[1] = 1_010;
  columns.playAt[0] = NOW_MS - 500;
  columns.playAt[1] = NOW_MS + 500;
  columns.meta[0] = withMeta(withMeta(0, 'newest', 1), 'count', 2);
  expect(pixel(drawn(columns, frame()), 20, 10)).toBe(colourOf(0));
  expect(pixel(drawn(columns, frame({ still: true })), 30, 10)).toBe(colourOf(0));
  expect(pixel(drawn(columns, frame({ ratio: 2.5 })), 50, 25)).toBe(colourOf(0));
});

test('filtered, clustered and lost vehicles are absent unless selected', () => {
  const columns = fleet([
    { x: 10, y: 10, filtered: true },
    { x: 30, y: 10, clustered: true },
    { x: 50, y: 10, ageMs: 600_000 },
  ]);
  expect(drawn(columns, frame()).pixels.every((word) => word === 0)).toBe(true);
  for (const [selectedRow, x, look] of [
    [0, 10, 0],
    [1, 30, 0],
    [2, 50, 4],
  ] as const)
    expect(pixel(drawn(columns, frame({ selectedRow })), x, 10)).toBe(colourOf(look));
});

test('the selected vehicle is on top, at full size, in its ring, with its label', () => {
  const vehicles = [
    { x: 30, y: 30, status: 1 },
    { x: 31, y: 30 },
    { x: 29, y: 30 },
  ];
  const image = rasterImage(4, 3, new Uint8ClampedArray(48).fill(255));
  const raster = drawn(fleet(vehicles), frame({ selectedRow: 0, markerScale: 0.5 }), [{ row: 0, image }]);
  for (let x = 26; x < 34; x += 1) expect(pixel(raster, x, 30)).toBe(colourOf(1));
  expect(pixel(raster, 24, 30)).toBe(RING_COLOUR);
  expect(pixel(raster, 30, 49)).toBe(-1);
});

test('a fixed look replaces the status of fresh positions only', () => {
  const columns = fleet([
    { x: 10, y: 10, status: 1 },
    { x: 40, y: 10, ageMs: 90_000 },
  ]);
  const raster = drawn(columns, frame({ look: 2 }));
  expect([pixel(raster, 10, 10), pixel(raster, 40, 10)]).toEqual([colourOf(2), colourOf(4)]);
});

test('a label belongs to a marker that is shown', () => {
  const image = rasterImage(4, 3, new Uint8ClampedArray(48).fill(255));
  const columns = fleet([
    { x: 10, y: 10 },
    { x: 40, y: 10, filtered: true },
  ]);
  const raster = drawn(columns, frame(), [
    { row: 0, image },
    { row: 1, image },
    { row: 7, image },
  ]);
  expect(pixel(raster, 10, 23)).toBe(-1);
  expect(raster.pixels.filter((word) => word === -1)).toHaveLength(12);
});

test('vehicles at the four borders are cut there, not wrapped and not dropped', () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 100, y: 0 },
    { x: 0, y: 80 },
    { x: 100, y: 80 },
  ];
  const raster = drawn(fleet(corners), frame());
  expect(raster.pixels.filter((word) => word !== 0)).toHaveLength(4 * (CELL / 2) ** 2);
  for (const [x, y] of [
    [3, 3],
    [96, 3],
    [3, 76],
    [96, 76],
  ] as const)
    expect(pixel(raster, x, y)).toBe(colourOf(0));
});

test('whatever the view, exactly the pixels of the vehicles in it are written', () => {
  const coordinate = fc.double({ min: -60, max: 160, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 12 }),
      fc.double({ min: 0.3, max: 3, noNaN: true }),
      fc.constantFrom(1, 1.25, 2, 3),
      coordinate,
      (vehicles, scale, ratio, shift) => {
        const view = frame({ scale, ratio, worldLeft: 1_000 + shift, worldTop: 1_000 - shift });
        const columns = fleet(vehicles);
        const raster = drawn(columns, view);
        const expected = new Set<number>();
        for (let row = 0; row < columns.size; row += 1) {
          const corner = (world: number, edge: number) =>
            Math.round((world - edge) * scale * ratio - CELL / 2);
          const left = corner(columns.x[row * RING]!, view.worldLeft);
          const top = corner(columns.y[row * RING]!, view.worldTop);
          for (let y = Math.max(0, top); y < Math.min(raster.height, top + CELL); y += 1)
            for (let x = Math.max(0, left); x < Math.min(raster.width, left + CELL); x += 1)
              expected.add(y * raster.width + x);
        }
        let written = 0;
        raster.pixels.forEach((word, index) => {
          if (word === 0) return;
          written += 1;
          expect(expected.has(index)).toBe(true);
        });
        expect(written).toBe(expected.size);
      },
    ),
    { numRuns: 60 },
  );
});

test('a crowd is drawn smaller and with hard edges: every pixel is opaque or nothing', () => {
  const crowd = Array.from({ length: 3_000 }, (_, index) => ({
    x: (index * 37) % 400,
    y: (index * 91) % 300,
    status: index % 4,
  }));
  const view = frame({ widthPx: 400, heightPx: 300, markerScale: 0.9 });
  const raster = drawn(fleet(crowd), view);
  expect(new Set(raster.pixels.map((pixel) => pixel >>> 24))).toEqual(new Set([0, 255]));
  // The last one is on top of all others.
  const { x, y, status } = crowd[2_999] ?? { x: 0, y: 0, status: 0 };
  expect(pixel(raster, x, y)).toBe(colourOf(status));
  const single = drawn(fleet(crowd.slice(5, 6)), view);
  const alone = single.pixels.filter((colour) => colour !== 0).length;
  expect(alone).toBeGreaterThan((CELL * 0.75) ** 2);
});

test('the more markers share a screen, the smaller they are, within bounds', () => {
  const canvasPx = 1_280 * 800;
  expect(denseScale(2_500, canvasPx)).toBe(0.75);
  const [fewer, more] = [denseScale(4_000, canvasPx), denseScale(6_000, canvasPx)];
  expect(fewer).toBeLessThan(0.75);
  expect(more).toBeLessThan(fewer);
  expect(denseScale(50_000, canvasPx)).toBe(0.45);
});
