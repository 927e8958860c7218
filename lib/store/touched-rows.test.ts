import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_ROWS, createTouchedRows } from './touched-rows.ts';

const taken = (marked: readonly number[], size: number) => {
  const rows = createTouchedRows();
  for (const row of marked) rows.mark(row);
  const runs: [number, number][] = [];
  rows.take(size, (from, to) => runs.push([from, to]));
  return { rows, runs };
};

describe('touched rows', () => {
  it('covers every marked row once, in ascending runs within the size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20_000), { maxLength: 60 }),
        fc.integer({ min: 1, max: 20_001 }),
        (marked, size) => {
          const { runs } = taken(marked, size);
          let end = -1;
          for (const [from, to] of runs) {
            expect(from).toBeGreaterThan(end);
            expect(to).toBeGreaterThan(from);
            expect(to).toBeLessThanOrEqual(size);
            end = to;
          }
          for (const row of marked)
            if (row < size) expect(runs.filter(([from, to]) => row >= from && row < to)).toHaveLength(1);
        },
      ),
    );
  });

  it('forgets what was taken', () => {
    const { rows } = taken([3, 900], 1_000);
    const again: number[] = [];
    rows.take(1_000, (from) => again.push(from));
    expect(again).toEqual([]);
    rows.mark(5);
    rows.take(1_000, (from, to) => again.push(from, to));
    expect(again).toEqual([0, BLOCK_ROWS]);
  });

  it('joins runs that lie close and keeps far ones apart', () => {
    expect(taken([0, BLOCK_ROWS * 3], 10_000).runs).toEqual([[0, BLOCK_ROWS * 4]]);
    expect(taken([0, BLOCK_ROWS * 50], 10_000).runs).toHaveLength(2);
  });
});
