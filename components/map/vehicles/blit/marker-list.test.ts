import { expect, it } from 'vitest';
import { createMarkerList } from './marker-list.ts';

it('visits each marker once, by bands from the top, in their own order within a band', () => {
  const list = createMarkerList();
  const ys = [700, -20, 31, 32, 5, 900, 64, 0];
  for (const [look, y] of ys.entries())
    list.add(1, y, look, { x: 0, y: 0, headingDegrees: -1, moving: false });
  const visited: number[] = [];
  list.eachByBand(800, (_x, _y, look) => visited.push(look));
  expect(visited.map((look) => ys[look])).toEqual([-20, 31, 5, 0, 32, 64, 700, 900]);
  const plain: number[] = [];
  list.each((_x, _y, look) => plain.push(look));
  expect(plain).toEqual(ys.map((_, look) => look));
});
