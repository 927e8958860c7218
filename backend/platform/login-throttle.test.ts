import { expect, test } from 'vitest';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { createLoginThrottle, MAX_FAILURES, WINDOW_MS } from './login-throttle.ts';

test('five failures of one email from one address block that pair for the rest of the minute', () => {
  const clock = new ManualClock();
  const throttle = createLoginThrottle(clock);
  for (let i = 0; i < MAX_FAILURES; i++) {
    throttle.check('a@b.test', '10.0.0.1');
    throttle.failed('A@b.test', '10.0.0.1');
    clock.advance(1_000);
  }
  expect(() => throttle.check('a@b.test', '10.0.0.1')).toThrow(
    expect.objectContaining({ status: 429, details: expect.objectContaining({ retryAfterSeconds: 55 }) }),
  );
  throttle.check('a@b.test', '10.0.0.2');
  throttle.check('c@b.test', '10.0.0.1');
  clock.advance(WINDOW_MS);
  throttle.check('a@b.test', '10.0.0.1');
});

test('a success forgets the failures before it', () => {
  const throttle = createLoginThrottle(new ManualClock());
  for (let i = 0; i < MAX_FAILURES; i++) throttle.failed('a@b.test', '');
  throttle.succeeded('a@b.test', '');
  throttle.check('a@b.test', '');
});
