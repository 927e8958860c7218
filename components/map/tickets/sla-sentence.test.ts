import { expect, test } from 'vitest';
import { slaSentence } from './sla-sentence.ts';

const NOW_MS = 1_800_000_000_000;
const say = (kind: 'due' | 'offer', leftMs: number) =>
  slaSentence(
    { kind, used: 0.5, tone: kind === 'due' && leftMs < 0 ? 'late' : 'calm', endsAtMs: NOW_MS + leftMs },
    NOW_MS,
  );

test('a pin says in words what its ring shows', () => {
  expect(say('due', 12 * 60_000 + 400)).toBe('due in 12 min');
  expect(say('due', -4 * 60_000 - 400)).toBe('late by 4 min');
  expect(say('offer', 40_000)).toBe('offer ends in 40 sec');
  expect(say('offer', -1_000)).toBe('offer is ending');
});
