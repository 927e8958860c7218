import { describe, expect, it } from 'vitest';
import { shareOf, stepOfKey } from './scrubbing.ts';

describe('the slider of a replay', () => {
  const hour = { atMs: 1_000_000, startMs: 0, endMs: 3_600_000 };

  it.each([
    ['ArrowRight', 1_005_000],
    ['ArrowUp', 1_005_000],
    ['ArrowLeft', 995_000],
    ['ArrowDown', 995_000],
    ['PageUp', 1_180_000],
    ['PageDown', 820_000],
    ['Home', 0],
    ['End', 3_600_000],
    ['a', null],
  ])('goes by %s to %s', (key, toMs) => expect(stepOfKey(key, hour, false)).toBe(toMs));

  it('follows the direction of reading', () => {
    expect(stepOfKey('ArrowRight', hour, true)).toBe(995_000);
    expect(shareOf(125, 100, 100, false)).toBe(0.25);
    expect(shareOf(125, 100, 100, true)).toBe(0.75);
  });

  it('pages by a minute at least', () => {
    expect(stepOfKey('PageUp', { atMs: 0, startMs: 0, endMs: 300_000 }, false)).toBe(60_000);
  });

  it('stays within itself, whatever the pointer does', () => {
    expect([shareOf(0, 100, 100, false), shareOf(900, 100, 100, false), shareOf(1, 0, 0, false)]).toEqual([
      0, 1, 0,
    ]);
  });
});
