import { afterEach, expect, test } from 'vitest';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';

let t: TestBackend;
afterEach(() => t.close());

test('what desks dropped adds up on the health page', async () => {
  t = await openTestBackend();
  const dispatcher = await t.makePerson({ role: 'dispatcher' });
  const admin = await t.makePerson({ role: 'admin' });
  const send = (body: unknown, token = dispatcher.token) => t.api('/api/desk/counts', { token, body });
  expect((await send({ fixes_older: 3, events_bad: 1 })).status).toBe(204);
  expect((await send({ fixes_older: 2 }, admin.token)).status).toBe(204);
  const health = await t.api('/api/admin/health', { token: admin.token });
  expect(health.body).toMatchObject({
    data: { counters: { desk_fixes_older: 5, desk_events_bad: 1, desk_fixes_future: 0 } },
  });
});

test('counts that are no counts, and reports of others than the desk, are refused', async () => {
  t = await openTestBackend();
  const dispatcher = await t.makePerson({ role: 'dispatcher' });
  const driver = await t.makeDriver();
  const send = async (body: unknown, token: string) =>
    (await t.api('/api/desk/counts', { token, body })).status;
  expect(await send({ fixes_older: -1 }, dispatcher.token)).toBe(422);
  expect(await send({ fixes_older: 1e9 }, dispatcher.token)).toBe(422);
  expect(await send({ anything: 1 }, dispatcher.token)).toBe(422);
  expect(await send({ fixes_older: 1 }, driver.token)).toBe(403);
  expect(await send({ fixes_older: 1 }, 'no-token')).toBe(401);
});
