import { expect, it } from 'vitest';
import { createServerClock } from './server-clock.ts';

function clockAt(firstServerMs: number, localMs: number) {
  let now = localMs;
  const clock = createServerClock(firstServerMs, () => now);
  return { clock, pass: (ms: number) => (now += ms) };
}

it('takes the least delayed message for the truth', () => {
  const { clock, pass } = clockAt(5_000, 1_000);
  expect(clock.nowMs()).toBe(5_000);
  pass(1_000);
  clock.observe(6_300);
  expect(clock.nowMs()).toBe(6_300);
  pass(1_000);
  clock.observe(7_000);
  expect(clock.nowMs()).toBe(7_300);
});

it('follows a device clock that was set right', () => {
  const { clock, pass } = clockAt(1_000_000, 1_000_000);
  pass(3_600_000);
  for (let i = 0; i < 12; i += 1) {
    pass(60_000);
    clock.observe(1_000_000 + (i + 1) * 60_000);
  }
  expect(Math.abs(clock.nowMs() - (1_000_000 + 12 * 60_000))).toBeLessThan(1_000);
});

it('does not believe one message that is far ahead', () => {
  const { clock, pass } = clockAt(0, 0);
  pass(1_000);
  clock.observe(3_600_000);
  expect(clock.nowMs()).toBe(1_000);
});
