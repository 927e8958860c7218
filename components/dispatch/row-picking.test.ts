import { expect, it } from 'vitest';
import { keysBetween } from './row-picking.ts';

it('takes the rows between two, whichever came first, and bears with one that has left the list', () => {
  const keys = [9, 4, 7, 2];
  expect(keysBetween(keys, 4, 2)).toEqual([4, 7, 2]);
  expect(keysBetween(keys, 2, 4)).toEqual([4, 7, 2]);
  expect(keysBetween(keys, 7, 7)).toEqual([7]);
  expect(keysBetween(keys, 99, 7)).toEqual([7]);
  expect(keysBetween(keys, 99, 98)).toEqual([]);
});
