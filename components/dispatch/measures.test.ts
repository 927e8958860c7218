import { expect, it } from 'vitest';
import { writeDistance, writeDuration, writeShortDuration, writeSpeed } from './measures.ts';

it.each([
  [0, '0 m'],
  [347, '350 m'],
  [994, '990 m'],
  [996, '1 km'],
  [1_240, '1.2 km'],
  [48_300, '48 km'],
])('writes %d m as %s', (distance, text) => expect(writeDistance(distance)).toBe(text));

it.each([
  [-5_000, '0 sec', '0s'],
  [59_999, '59 sec', '59s'],
  [60_000, '1 min', '1m'],
  [7_300_000, '2 hr', '2h'],
  [172_800_000, '2 days', '2d'],
])('writes %d ms as %s and %s', (duration, long, short) => {
  expect(writeDuration(duration)).toBe(long);
  expect(writeShortDuration(duration)).toBe(short);
});

it('writes metres per second as kilometres per hour', () => expect(writeSpeed(13.9)).toBe('50 km/h'));
