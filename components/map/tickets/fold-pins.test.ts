import { expect, test } from 'vitest';
import { worldX, worldY } from '#lib/store/world.ts';
import { foldPins, type PinPlace } from './fold-pins.ts';

const place = (id: number, latitude: number, longitude: number): PinPlace => ({
  id,
  x: worldX(longitude),
  y: worldY(latitude),
});
const CITY = [place(1, 57.7, 11.97), place(2, 57.7001, 11.9701), place(3, 57.7002, 11.9702)];
const AWAY = place(4, 59.3, 18.1);

test('pins that lie on each other on a wide view become one with all their ids', () => {
  const { single, folds } = foldPins([...CITY, AWAY], 8, null);
  expect(folds.map(({ ids }) => ids)).toEqual([[1, 2, 3]]);
  expect([...single]).toEqual([4]);
});

test('the selected ticket is never folded, and two pins are no crowd', () => {
  const { single, folds } = foldPins([...CITY, AWAY], 8, 2);
  expect(folds).toEqual([]);
  expect([...single].sort()).toEqual([1, 2, 3, 4]);
});

test('every pin stands for itself from street level on', () => {
  expect(foldPins(CITY, 12, null).folds).toEqual([]);
});

test('each pin is in exactly one place', () => {
  const many = Array.from({ length: 500 }, (_, id) => place(id, 57.6 + (id % 25) / 100, 11.8 + id / 2_000));
  const { single, folds } = foldPins(many, 9, 17);
  const all = [...single, ...folds.flatMap(({ ids }) => ids)].sort((a, b) => a - b);
  expect(all).toEqual(many.map(({ id }) => id));
});
