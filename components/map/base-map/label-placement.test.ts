import { describe, expect, it } from 'vitest';
import { anchorDistances, createCollisions, glyphsAlong, lineLength } from './label-placement.ts';

const widths = [10, 10, 10];

describe('a name along a street', () => {
  it('stands in the middle of a straight line', () => {
    expect(glyphsAlong([0, 5, 100, 5], 50, widths)).toEqual([
      { x: 40, y: 5, angle: 0 },
      { x: 50, y: 5, angle: 0 },
      { x: 60, y: 5, angle: 0 },
    ]);
  });

  it('reads from left to right whichever way the street was drawn', () => {
    const xs = glyphsAlong([100, 5, 0, 5], 50, widths)?.map(({ x }) => x);
    expect(xs).toEqual([40, 50, 60]);
  });

  it('is left out where the street is too short or bends too sharply', () => {
    expect(glyphsAlong([0, 0, 20, 0], 10, widths)).toBeUndefined();
    expect(glyphsAlong([0, 0, 50, 0, 50, 50], 50, widths)).toBeUndefined();
    expect(anchorDistances(30, 30, 300)).toEqual([]);
  });

  it('repeats at even distances along a long street', () => {
    expect(anchorDistances(900, 60, 300)).toEqual([150, 450, 750]);
    expect(lineLength([0, 0, 3, 4, 3, 10])).toBe(11);
  });

  it('does not touch a label that is there already', () => {
    const collisions = createCollisions();
    collisions.take(0, 0, 100, 20);
    expect(collisions.isFree(90, 10, 150, 30)).toBe(false);
    expect(collisions.isFree(100, 0, 200, 20)).toBe(true);
  });
});
