import { expect, it } from 'vitest';
import { compassPoint } from './compass.ts';

it('names the nearest of eight points, around north and past a whole turn too', () => {
  expect([0, 22, 23, 90, 180, 247, 248, 337, 338, 359, 360, 405, -45].map(compassPoint)).toEqual([
    'n',
    'n',
    'ne',
    'e',
    's',
    'sw',
    'w',
    'nw',
    'n',
    'n',
    'n',
    'ne',
    'nw',
  ]);
});
