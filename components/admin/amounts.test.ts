import { describe, expect, it } from 'vitest';
import { writeBytes, writeCount } from './amounts.ts';

describe('amounts', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1 kB'],
    [12_345, '12.3 kB'],
    [4_560_000, '4.56 MB'],
  ])('writes %i bytes as %s', (bytes, text) => expect(writeBytes(bytes)).toBe(text));

  it('groups the digits of a count', () => expect(writeCount(1_234_567)).toBe('1,234,567'));
});
