import { describe, expect, test } from 'vitest';
import {
  createTrail,
  isBridged,
  MAX_TRAIL_POINTS,
  shownAtOfRecorded,
  TRAIL_SPAN_MS,
  type TrailPoint,
} from './trail.ts';

const NOW_MS = 1_800_000_000_000;
const PLAYOUT_MS = 2_000;
const fix = (agoMs: number, x = 0): TrailPoint => ({
  x,
  y: 0,
  recordedAtMs: NOW_MS - agoMs,
  shownAtMs: NOW_MS - agoMs + PLAYOUT_MS,
});
const agesOf = (points: readonly TrailPoint[]) => points.map(({ recordedAtMs }) => NOW_MS - recordedAtMs);

describe('a trail', () => {
  test('stays within its bound and its quarter of an hour, however often a vehicle reports', () => {
    const trail = createTrail();
    for (let agoMs = 2 * TRAIL_SPAN_MS; agoMs >= 0; agoMs -= 100) trail.add(fix(agoMs));
    expect(trail.points.length).toBeLessThanOrEqual(MAX_TRAIL_POINTS);
    expect(trail.points.length).toBeGreaterThan(1_000);
    expect(Math.max(...agesOf(trail.points))).toBeLessThanOrEqual(TRAIL_SPAN_MS + 1_000);
  });

  test('keeps every fix of a vehicle that reports once a second, early ones too', () => {
    const trail = createTrail();
    for (const agoMs of [5_000, 4_010, 2_990, 2_005, 1_000]) expect(trail.add(fix(agoMs))).toBe(true);
  });

  test('takes no fix twice and none that is older', () => {
    const trail = createTrail();
    trail.add(fix(1_000));
    expect(trail.add(fix(1_000))).toBe(false);
    expect(trail.add(fix(3_000))).toBe(false);
    expect(agesOf(trail.points)).toEqual([1_000]);
  });

  test('never runs past where the vehicle is shown', () => {
    const trail = createTrail();
    for (const agoMs of [5_000, 4_000, 3_000, 2_000, 1_000, 0]) trail.add(fix(agoMs));
    expect(trail.passed(NOW_MS)).toBe(4);
    expect(trail.passed(NOW_MS - 1)).toBe(3);
    expect(trail.passed(NOW_MS + PLAYOUT_MS)).toBe(6);
  });

  test('puts a record that comes late before and between what came live', () => {
    const trail = createTrail();
    trail.add(fix(10_000, 1));
    trail.add(fix(2_000, 2));
    trail.merge([fix(60_000), fix(10_000), fix(8_000), fix(6_000), fix(2_000)]);
    expect(agesOf(trail.points)).toEqual([60_000, 10_000, 8_000, 6_000, 2_000]);
    // What came live stays: it knows when it is shown.
    expect(trail.points.map(({ x }) => x)).toEqual([0, 1, 0, 0, 2]);
  });
});

describe('a recorded fix whose turn is not known', () => {
  test('is passed when the vehicle stands at a newer one', () => {
    const newest = { recordedAtMs: NOW_MS - 9_000, shownAtMs: NOW_MS - 7_000 };
    expect(shownAtOfRecorded(NOW_MS - 9_500, newest, NOW_MS)).toBeLessThanOrEqual(NOW_MS);
  });

  test('waits for the newest one while the vehicle may still be on its way to it', () => {
    const newest = { recordedAtMs: NOW_MS - 500, shownAtMs: NOW_MS + 1_500 };
    expect(shownAtOfRecorded(NOW_MS - 1_500, newest, NOW_MS)).toBe(newest.shownAtMs);
    expect(shownAtOfRecorded(NOW_MS - 6_000, newest, NOW_MS)).toBeLessThanOrEqual(NOW_MS);
  });
});

test('a silence of more than two minutes breaks the line', () => {
  expect(isBridged(fix(120_000), fix(0))).toBe(true);
  expect(isBridged(fix(120_001), fix(0))).toBe(false);
});
