import { expect, test } from 'vitest';
import type { Device, DeviceFixes } from '#lib/protocol/device.ts';
import { fixCounts, isReporting } from './fix-counts.ts';

const counts = (
  stored: number,
  duplicates = 0,
  rejected: Partial<DeviceFixes['rejected']> = {},
): DeviceFixes => ({
  stored,
  duplicates,
  rejected: { invalid: 0, in_future: 0, too_old: 0, off_duty: 0, ...rejected },
});
const device = (fixes: DeviceFixes): Device => ({
  id: 1,
  driver_id: 1,
  name: 'Phone',
  created_at: '2026-03-01T12:00:00.000Z',
  last_seen_at: '2026-03-01T12:00:00.000Z',
  revoked_at: null,
  fixes,
});

test('what was stored is always said, the rest where there is any', () => {
  expect(fixCounts(counts(0))).toBe('0 positions');
  expect(fixCounts(counts(1))).toBe('1 position');
  expect(fixCounts(counts(12_345, 2, { off_duty: 3, invalid: 4, in_future: 5, too_old: 6 }))).toBe(
    '12,345 positions · 2 repeated · 4 unreadable · 5 from a clock ahead · 6 too old · 3 off duty',
  );
});

test('a phone reports once a usable position came, be its driver off duty', () => {
  expect(isReporting(device(counts(0)))).toBe(false);
  expect(isReporting(device(counts(0, 0, { invalid: 1 })))).toBe(false);
  expect(isReporting(device(counts(0, 0, { off_duty: 1 })))).toBe(true);
  expect(isReporting(device(counts(1)))).toBe(true);
});
