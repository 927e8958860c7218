import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellUnits,
  CLUSTERS_BELOW_ZOOM,
  MARKER_PX,
  partingZoom,
  unitsPerPx,
  type WorldBounds,
} from './cluster-cells.ts';
import { WORLD_SIZE } from './world.ts';

const MAX_ZOOM = 19;
const coordinate = fc.integer({ min: 0, max: WORLD_SIZE - 1 });
const bounds = fc
  .record({ x: coordinate, y: coordinate, spread: fc.integer({ min: 0, max: 26 }) })
  .chain(({ x, y, spread }) => {
    const reach = fc.integer({ min: 0, max: 2 ** spread });
    return fc.tuple(reach, reach).map(([width, height]): WorldBounds => ({
      minX: x,
      minY: y,
      maxX: Math.min(WORLD_SIZE - 1, x + width),
      maxY: Math.min(WORLD_SIZE - 1, y + height),
    }));
  });
const cellOf = (x: number, y: number, zoom: number) =>
  `${Math.floor(x / cellUnits(zoom))},${Math.floor(y / cellUnits(zoom))}`;
const together = (box: WorldBounds, zoom: number) =>
  zoom < CLUSTERS_BELOW_ZOOM
    ? cellOf(box.minX, box.minY, zoom) === cellOf(box.maxX, box.maxY, zoom)
    : Math.max(box.maxX - box.minX, box.maxY - box.minY) < MARKER_PX * unitsPerPx(zoom);

describe('cells', () => {
  it('hold exactly four of the next zoom, so that what parted stays parted', () => {
    fc.assert(
      fc.property(
        fc.tuple(coordinate, coordinate, coordinate, coordinate),
        fc.integer({ min: 3, max: 11 }),
        ([ax, ay, bx, by], zoom) => {
          if (cellOf(ax, ay, zoom) !== cellOf(bx, by, zoom))
            expect(cellOf(ax, ay, zoom + 1)).not.toBe(cellOf(bx, by, zoom + 1));
        },
      ),
    );
  });

  it('have the same size on every zoom, and on the fractions between two the one of the lower', () => {
    expect(cellUnits(11)).toBe(2 * cellUnits(12));
    expect(cellUnits(11.7)).toBe(cellUnits(11));
  });
});

describe('partingZoom', () => {
  it('is the smallest zoom above this one at which they are apart', () => {
    fc.assert(
      fc.property(bounds, fc.double({ min: 3, max: 18, noNaN: true }), (box, zoom) => {
        const parting = partingZoom(box, zoom, MAX_ZOOM);
        if (parting === null) return;
        expect(Number.isInteger(parting)).toBe(true);
        expect(parting).toBeGreaterThan(zoom);
        expect(parting).toBeLessThanOrEqual(MAX_ZOOM);
        expect(together(box, parting)).toBe(false);
        for (let lower = Math.floor(zoom) + 1; lower < parting; lower += 1)
          expect(together(box, lower)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is null exactly for those that lie on one marker at the largest zoom', () => {
    fc.assert(
      fc.property(bounds, fc.integer({ min: 3, max: 18 }), (box, zoom) => {
        const span = Math.max(box.maxX - box.minX, box.maxY - box.minY);
        expect(partingZoom(box, zoom, MAX_ZOOM) === null).toBe(span < MARKER_PX * unitsPerPx(MAX_ZOOM));
      }),
    );
  });
});
