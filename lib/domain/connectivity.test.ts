import { expect, test } from 'vitest';
import { connectivity, CONTRACT_LIMITS } from './connectivity.ts';

test('a position is stale after a minute and lost after ten, at the very millisecond', () => {
  const ages = [59_999, 60_000, 599_999, 600_000];
  expect(ages.map((age) => connectivity(age, CONTRACT_LIMITS))).toEqual(['live', 'stale', 'stale', 'lost']);
});

test('a driver who reports seldom is given three of his intervals, but is lost like any other', () => {
  expect(connectivity(80_000, CONTRACT_LIMITS, 30_000)).toBe('live');
  expect(connectivity(90_000, CONTRACT_LIMITS, 30_000)).toBe('stale');
  expect(connectivity(600_000, CONTRACT_LIMITS, 255_000)).toBe('lost');
});

test('a deployment’s own limits count instead', () => {
  const limits = { staleAfterMs: 10_000, lostAfterMs: 20_000 };
  expect([9_999, 10_000, 20_000].map((age) => connectivity(age, limits))).toEqual(['live', 'stale', 'lost']);
});
