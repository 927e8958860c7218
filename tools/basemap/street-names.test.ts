import { expect, it } from 'vitest';
import { nameLines } from './street-names.ts';
import type { Street } from './street-network.ts';

const way = (name: string, line: Street['line'], more: Partial<Street> = {}): Street => ({
  street: 'residential',
  rank: 8,
  name,
  ref: undefined,
  bridge: false,
  tunnel: false,
  area: false,
  line,
  ...more,
});

it('joins the ways of one name end to end, whichever way each was drawn', () => {
  const joined = nameLines([
    way('Avenyn', [
      [1, 1],
      [2, 2],
    ]),
    way('Avenyn', [
      [3, 3],
      [2, 2],
    ]),
    way('Avenyn', [
      [0, 0],
      [1, 1],
    ]),
  ]);
  expect(joined).toHaveLength(1);
  const xs = joined[0]?.line.map(([x]) => x);
  expect([xs, xs?.toReversed()]).toContainEqual([0, 1, 2, 3]);
});

it('keeps apart what does not touch, and leaves out tunnels and squares', () => {
  const joined = nameLines([
    way('Avenyn', [
      [0, 0],
      [1, 1],
    ]),
    way('Avenyn', [
      [5, 5],
      [6, 6],
    ]),
    way(
      'Avenyn',
      [
        [1, 1],
        [5, 5],
      ],
      { tunnel: true },
    ),
    way(
      'Torget',
      [
        [0, 0],
        [1, 1],
        [0, 1],
      ],
      { area: true },
    ),
  ]);
  expect(joined.map(({ name }) => name)).toEqual(['Avenyn', 'Avenyn']);
});

it('ends although a street closes on itself', () => {
  expect(
    nameLines([
      way('Ringen', [
        [0, 0],
        [1, 0],
        [0, 0],
      ]),
    ]),
  ).toHaveLength(1);
});

it('shows the first number of a motorway as a shield', () => {
  const lines = nameLines([
    way(
      '',
      [
        [0, 0],
        [1, 1],
      ],
      { street: 'motorway', rank: 16, ref: 'E 6;E 20' },
    ),
  ]);
  expect(lines.filter(({ shield }) => shield).map(({ name }) => name)).toEqual(['E 6']);
});
