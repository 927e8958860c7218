import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { offerSetup } from '#backend/commands/set-up.ts';
import { accessTokens, users } from '#backend/db/schema.ts';
import { hashPassword } from '#backend/platform/passwords.ts';
import { hashToken } from '#backend/platform/tokens.ts';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { LoginResponse, type User } from '#lib/protocol/user.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

const PASSWORD = 'correct horse battery';

describe.each(testDatabases())('signing in on %s', (database) => {
  const clock = new ManualClock();
  let t: TestBackend;
  let passwordHash: string;
  let count = 0;
  beforeAll(async () => {
    t = await openTestBackend({ database, clock });
    passwordHash = await hashPassword(PASSWORD);
  });
  afterAll(() => t.close());

  const someone = async () => {
    const person = await t.makePerson({ role: 'dispatcher', name: `Person ${(count += 1)}` });
    await t.backend.db.update(users).set({ passwordHash }).where(eq(users.id, person.userId));
    return person;
  };
  const login = <T = LoginResponse>(email: string, password: string) =>
    t.api<T>('/api/login', { body: { email, password, device_name: 'test' } });

  test('the right password answers a bearer token that is stored only as a hash', async () => {
    const { email, userId } = await someone();
    const answer = await login(email.toUpperCase(), PASSWORD);
    expect(answer.status).toBe(200);
    const { token, token_type: type, user } = LoginResponse.parse(answer.body);
    expect([type, user.id, user.email]).toEqual(['Bearer', userId, email]);
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    const rows = await t.backend.db.select().from(accessTokens).where(eq(accessTokens.userId, userId));
    expect(rows.map((row) => row.tokenHash)).toContain(hashToken(token));
    expect(JSON.stringify(rows)).not.toContain(token);
    expect((await t.api<{ data: User }>('/api/user', { token })).body.data.email).toBe(email);
  });

  test('a wrong password and an unknown email are the same 422 on the email', async () => {
    const { email } = await someone();
    const wrong = await login<ErrorBody>(email, 'wrong');
    const unknown = await login<ErrorBody>('nobody@people.test', 'wrong');
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(422);
      expect(ErrorBody.parse(answer.body).errors?.['email']).toHaveLength(1);
    }
    expect({ ...wrong.body, request_id: '' }).toEqual({ ...unknown.body, request_id: '' });
  });

  test('too many failures are 429 with Retry-After, also for the right password', async () => {
    const { email } = await someone();
    for (let i = 0; i < 5; i++) expect((await login(email, 'wrong')).status).toBe(422);
    const blocked = await login<ErrorBody>(email, PASSWORD);
    expect([blocked.status, blocked.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(blocked.headers.get('retry-after'))).toBeGreaterThan(0);
    clock.advance(61_000);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  test('logout kills this token at once and no other', async () => {
    const { email } = await someone();
    const [first, second] = [(await login(email, PASSWORD)).body, (await login(email, PASSWORD)).body];
    expect((await t.api('/api/logout', { method: 'POST', token: first.token })).status).toBe(204);
    expect((await t.api('/api/user', { token: first.token })).status).toBe(401);
    expect((await t.api('/api/user', { token: second.token })).status).toBe(200);
  });

  test('a token dies after 30 days', async () => {
    const { token } = await t.makePerson({ role: 'customer' });
    clock.advance(30 * 86_400_000 - 1_000);
    expect((await t.api('/api/user', { token })).status).toBe(200);
    clock.advance(2_000);
    expect((await t.api('/api/user', { token })).status).toBe(401);
  });

  test('no token, a malformed one and an unknown one are 401 in the error shape', async () => {
    for (const headers of [{}, { Authorization: 'Basic x' }, { Authorization: 'Bearer nonsense' }]) {
      const answer = await t.api('/api/user', { headers });
      expect(answer.status).toBe(401);
      expect(ErrorBody.parse(answer.body).code).toBe('unauthenticated');
    }
  });
});

describe.each(testDatabases())('the setup link on %s', (database) => {
  test('makes one admin, once, and is unknown to whoever guesses', async () => {
    const t = await openTestBackend({ database });
    try {
      const token = await offerSetup(t.backend.db);
      const form = { name: 'First', email: 'first@people.test', password: PASSWORD };
      const call = (body: unknown) => t.api<ErrorBody>('/api/setup', { body });
      expect((await call({ ...form, token: 'guessed' })).status).toBe(404);
      const short = await call({ ...form, token, password: 'short' });
      expect([short.status, Object.keys(short.body.errors ?? {})]).toEqual([422, ['password']]);
      const both = await Promise.all([
        call({ ...form, token }),
        call({ ...form, email: 'b@people.test', token }),
      ]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([201, 410]);
      expect(await offerSetup(t.backend.db)).toBeNull();
    } finally {
      await t.close();
    }
  });
});
