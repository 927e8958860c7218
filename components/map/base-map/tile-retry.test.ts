import { beforeEach, describe, expect, test } from 'vitest';
import { createTileRetry, MAX_TRIES, type TileRetry } from './tile-retry.ts';

let asked: string[];
let away: boolean[];
let delays: number[];
let next: (() => void) | undefined;
let tiles: TileRetry<string>;

const tick = () => {
  const task = next;
  next = undefined;
  task?.();
};

beforeEach(() => {
  asked = [];
  away = [];
  delays = [];
  next = undefined;
  tiles = createTileRetry<string>({
    retry: (tile) => asked.push(tile),
    onAway: (now) => away.push(now),
    random: () => 1,
    later(task, delayMs) {
      next = task;
      delays.push(delayMs);
      return () => (next = undefined);
    },
  });
});

describe('a tile here and there', () => {
  test('is asked for again a few times, ever later, and then left alone', () => {
    for (let i = 0; i < 10; i += 1) {
      tiles.failed('a');
      tick();
    }
    expect(asked).toEqual(Array.from({ length: MAX_TRIES - 1 }, () => 'a'));
    expect(delays).toEqual([1_000, 2_000, 4_000]);
    expect(away).toEqual([]);
  });

  test('is forgotten when the map no longer needs it', () => {
    tiles.failed('a');
    tiles.dropped('a');
    expect(next).toBeUndefined();
  });
});

describe('a server that is away', () => {
  const fall = () => ['a', 'b', 'c', 'd', 'e'].forEach((tile) => tiles.failed(tile));

  test('is noticed once, from several tiles in a row, not from one that fails again', () => {
    fall();
    expect(away).toEqual([true]);
  });

  test('is asked with one tile at a time, at most once a minute in the end', () => {
    fall();
    for (let i = 0; i < 12; i += 1) {
      const before = asked.length;
      tick();
      expect(asked.length).toBe(before + 1);
      tiles.failed(asked.at(-1) ?? '');
    }
    expect(Math.max(...delays)).toBe(60_000);
    expect(delays.at(-1)).toBe(60_000);
  });

  test('recovers by itself: the first answer brings back all tiles', () => {
    fall();
    tick();
    expect(asked).toEqual(['e']);
    tiles.loaded('e');
    expect(away).toEqual([true, false]);
    expect(asked.slice(1).sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('recovers also by a tile that the map asked for itself', () => {
    fall();
    tiles.loaded('new');
    expect(away).toEqual([true, false]);
    expect(asked).toHaveLength(5);
  });

  test('successes between failures are no outage', () => {
    for (const tile of ['a', 'b', 'c', 'd', 'e', 'f']) {
      tiles.failed(tile);
      tiles.loaded(`other ${tile}`);
    }
    expect(away).toEqual([]);
  });
});

test('jitter spreads the pages of a whole room', () => {
  const soon = createTileRetry<string>({
    retry: () => undefined,
    onAway: () => undefined,
    random: () => 0,
    later: (_task, delayMs) => {
      delays.push(delayMs);
      return () => undefined;
    },
  });
  soon.failed('a');
  expect(delays).toEqual([250]);
});

test('closed, it asks for nothing more', () => {
  tiles.failed('a');
  tiles.close();
  tick();
  expect(asked).toEqual([]);
});
