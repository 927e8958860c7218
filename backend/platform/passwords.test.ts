import { expect, test } from 'vitest';
import { hashPassword, verifyPassword } from './passwords.ts';

test('passwords are hashed with argon2id at 19 MiB and two passes', async () => {
  expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test('only the right password verifies; no stored hash verifies nothing', async () => {
  const stored = await hashPassword('correct horse');
  expect(await verifyPassword(stored, 'correct horse')).toBe(true);
  expect(await verifyPassword(stored, 'correct horse ')).toBe(false);
  expect(await verifyPassword(null, 'correct horse')).toBe(false);
});

test('a burst beyond the waiting room is told to come back instead of queueing without bound', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 110 }, () => verifyPassword(null, 'x')));
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused).toHaveLength(8);
  expect(refused[0]?.reason).toMatchObject({ status: 429, details: { retryAfterSeconds: 5 } });
});
