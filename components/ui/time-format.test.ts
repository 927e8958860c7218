import { expect, test } from 'vitest';
import { formatDuration, formatRelativeTime } from './time-format.ts';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const agoMs = (ms: number) => formatRelativeTime(NOW - ms, NOW);

test('an age is rounded down, so that nothing looks older than it is', () => {
  expect(agoMs(3_000)).toBe('now');
  expect(agoMs(59_999)).toBe('55 sec. ago');
  expect(agoMs(119_999)).toBe('1 min. ago');
  expect(agoMs(3_600_000 * 2 - 1)).toBe('1 hr. ago');
  expect(agoMs(86_400_000)).toBe('yesterday');
});

test('what is ahead says so', () => {
  expect(formatRelativeTime(NOW + 5 * 60_000, NOW)).toBe('in 5 min.');
});

test('a time that cannot be read shows nothing', () => {
  expect(formatRelativeTime(Number.NaN, NOW)).toBe('');
});

test('a duration never shows less than nothing', () => {
  expect(formatDuration(-3)).toBe('0:00');
  expect(formatDuration(9.9)).toBe('0:09');
  expect(formatDuration(750)).toBe('12:30');
  expect(formatDuration(3_720)).toBe('1:02:00');
});
