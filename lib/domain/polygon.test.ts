import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxContains, boxOf, polygonContains, type PlanePoint } from './polygon.ts';

const coordinate = fc.integer({ min: -1_000, max: 1_000 });
const point = fc.record({ x: coordinate, y: coordinate });
const outline = fc.array(point, { minLength: 3, maxLength: 40 });
const turned = (points: readonly PlanePoint[], by: number) => [...points.slice(by), ...points.slice(0, by)];

/** Corners at rising angles around a centre: a shape that does not cross itself. */
const star = fc.array(fc.integer({ min: 10, max: 500 }), { minLength: 5, maxLength: 30 }).map((radii) =>
  radii.map((radius, index) => ({
    x: radius * Math.cos((2 * Math.PI * index) / radii.length),
    y: radius * Math.sin((2 * Math.PI * index) / radii.length),
  })),
);

describe('polygonContains', () => {
  it('does not depend on where the outline begins or which way round it goes', () => {
    fc.assert(
      fc.property(outline, point, fc.nat(39), (points, place, by) => {
        const inside = polygonContains(points, place);
        expect(polygonContains(turned(points, by % points.length), place)).toBe(inside);
        // Whole coordinates off the outline: the mirrored rule of the edges changes nothing.
        const apart = { x: place.x + 0.25, y: place.y + 1 / 3 };
        expect(polygonContains([...points].reverse(), apart)).toBe(polygonContains(points, apart));
      }),
    );
  });

  it('holds nothing outside its box', () => {
    fc.assert(
      fc.property(outline, point, (points, place) => {
        if (polygonContains(points, place)) expect(boxContains(boxOf(points), place)).toBe(true);
      }),
    );
  });

  it('holds what lies between the centre and the edge of a star-shaped outline, and nothing beyond', () => {
    fc.assert(
      fc.property(star, fc.nat(29), fc.double({ min: 0.05, max: 0.95, noNaN: true }), (points, at, share) => {
        const a = points[at % points.length];
        const b = points[(at + 1) % points.length];
        if (a === undefined || b === undefined) return;
        const onEdge = { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
        expect(polygonContains(points, { x: onEdge.x * share, y: onEdge.y * share })).toBe(true);
        expect(polygonContains(points, { x: onEdge.x / share, y: onEdge.y / share })).toBe(false);
      }),
    );
  });

  it('moves with its outline', () => {
    fc.assert(
      fc.property(outline, point, point, (points, place, by) => {
        const moved = (p: PlanePoint) => ({ x: p.x + by.x, y: p.y + by.y });
        expect(polygonContains(points.map(moved), moved(place))).toBe(polygonContains(points, place));
      }),
    );
  });

  it('holds what a line drawn twice around went around', () => {
    const square = [
      { x: 0, y: 0 },
      { x: 10, y: 0 },
      { x: 10, y: 10 },
      { x: 0, y: 10 },
    ];
    expect(polygonContains([...square, ...square], { x: 5, y: 5 })).toBe(true);
  });

  it('holds nothing when there is no outline', () => {
    expect(polygonContains([], { x: 0, y: 0 })).toBe(false);
    expect(polygonContains([{ x: 0, y: 0 }], { x: 0, y: 0 })).toBe(false);
  });
});
