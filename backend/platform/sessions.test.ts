import { setImmediate as tick } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { accessTokens, users } from '#backend/db/schema.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';
import { createSessions, type Sessions } from './sessions.ts';

const clock = new ManualClock();
let t: TestBackend;
/** As in another process than the backend's own: it hears of nothing by itself. */
let sessions: Sessions;
beforeAll(async () => {
  t = await openTestBackend({ clock });
  sessions = createSessions(t.backend.db, clock);
});
afterAll(() => t.close());

const askAll = (tokens: readonly string[]) => Promise.all(tokens.map((token) => sessions.find(token)));

const isOfTokens = (sent: unknown): boolean => JSON.stringify(sent).includes('access_tokens');

test('a fleet that asks once a second costs one query a second', async () => {
  const people = await Promise.all(Array.from({ length: 12 }, () => t.makePerson({ role: 'dispatcher' })));
  const tokens = people.map(({ token }) => token);
  await askAll(tokens);
  const query = vi.spyOn(t.backend.pool, 'query');
  const queries = () => query.mock.calls.flatMap(([sent], at) => (isOfTokens(sent) ? [at] : []));
  for (let second = 1; second <= 5; second += 1) {
    clock.advance(1_000);
    expect((await askAll(tokens)).map((session) => session?.user.id)).toEqual(people.map((p) => p.userId));
    await vi.waitFor(() => {
      expect(query.mock.settledResults[queries()[second - 1] ?? -1]?.type).toBe('fulfilled');
    });
    await tick(); // what follows from the rows has happened then
    expect(queries()).toHaveLength(second);
  }
  query.mockRestore();
});

test.each([
  [
    'a token taken away',
    (person: { readonly userId: number }) =>
      t.backend.db.delete(accessTokens).where(eq(accessTokens.userId, person.userId)),
  ],
  [
    'a user disabled',
    (person: { readonly userId: number }) =>
      t.backend.db
        .update(users)
        .set({ disabledAt: new Date(clock.nowMs()) })
        .where(eq(users.id, person.userId)),
  ],
])('%s by another process is seen within two seconds, however often it is asked for', async (_what, end) => {
  const person = await t.makePerson({ role: 'dispatcher' });
  expect(await sessions.find(person.token)).not.toBeNull();
  await end(person);
  for (let steps = 0; steps < 10; steps += 1) {
    clock.advance(200);
    await sessions.find(person.token);
  }
  expect(await sessions.find(person.token)).toBeNull();
});

test('what was revoked here while it was being loaded again is not kept', async () => {
  const person = await t.makePerson({ role: 'dispatcher' });
  const session = await sessions.find(person.token);
  clock.advance(1_500);
  const queries = vi.spyOn(t.backend.pool, 'query');
  await sessions.find(person.token);
  await vi.waitFor(() => expect(queries).toHaveBeenCalled()); // it is being loaded again
  queries.mockRestore();
  await t.backend.db.delete(accessTokens).where(eq(accessTokens.userId, person.userId));
  sessions.revoked({ userId: person.userId, tokenId: session?.tokenId ?? null });
  expect(await sessions.find(person.token)).toBeNull();
});
