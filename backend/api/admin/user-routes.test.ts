import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Revocation } from '#backend/platform/sessions.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { User, UserSession } from '#lib/protocol/user.ts';
import type { TestPerson } from '#tests/support/people.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

describe.each(testDatabases())('accounts on %s', (database) => {
  let t: TestBackend;
  let admin: TestPerson;
  beforeAll(async () => {
    t = await openTestBackend({ database });
    admin = await t.makePerson({ role: 'admin', name: 'Root' });
  });
  afterAll(() => t.close());

  const change = (id: number, body: unknown) =>
    t.api<{ data: User } & ErrorBody>(`/api/admin/users/${id}`, {
      method: 'PATCH',
      token: admin.token,
      body,
    });
  const statusOf = async ({ token }: TestPerson) => (await t.api('/api/user', { token })).status;

  test('an account is made once per email, in whatever letters', async () => {
    const account = { name: 'Ann', email: 'Ann@People.test', password: 'correct horse', role: 'dispatcher' };
    const make = (body: unknown) =>
      t.api<{ data: User } & ErrorBody>('/api/admin/users', { token: admin.token, body });
    const made = await make(account);
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({ email: 'ann@people.test', role: 'dispatcher', driver_id: null });
    expect(JSON.stringify(made.body)).not.toMatch(/argon2|correct horse/);
    expect((await make({ ...account, email: 'ANN@people.test' })).body.errors).toHaveProperty('email');
    expect(
      (await make({ ...account, email: 'x', password: 'short', role: 'king' })).body.errors,
    ).toMatchObject({
      email: [expect.any(String)],
      password: [expect.any(String)],
      role: [expect.any(String)],
    });
  });

  test.each(['dispatcher', 'customer'] as const)('a %s may not look at accounts', async (role) => {
    const { token } = await t.makePerson({ role });
    expect((await t.api('/api/admin/users', { token })).status).toBe(403);
  });

  test('a list is filtered by role and searched', async () => {
    await t.makePerson({ role: 'customer', name: 'Zoe Quartz' });
    const { body } = await t.api<{ data: User[] }>('/api/admin/users?role=customer,driver&search=quartz', {
      token: admin.token,
    });
    expect(body.data.map(({ name }) => name)).toEqual(['Zoe Quartz']);
  });

  test.each([{ disabled: true }, { role: 'customer' }, { password: 'another horse' }])(
    '%o ends all sessions of that person at once and tells who listens',
    async (body) => {
      const person = await t.makePerson({ role: 'dispatcher' });
      expect(await statusOf(person)).toBe(200);
      const told: Revocation[] = [];
      const stop = t.backend.sessions.onRevoked((revocation) => told.push(revocation));
      expect((await change(person.userId, body)).status).toBe(200);
      stop();
      expect(await statusOf(person)).toBe(401);
      expect(told).toEqual([{ userId: person.userId, tokenId: null }]);
    },
  );

  test('a new name ends nothing and is seen at once', async () => {
    const person = await t.makePerson({ role: 'dispatcher' });
    await statusOf(person);
    expect((await change(person.userId, { name: 'New Name' })).body.data.version).toBe(2);
    const { body } = await t.api<{ data: User }>('/api/user', { token: person.token });
    expect(body.data.name).toBe('New Name');
  });

  test('disabling takes a driver off duty', async () => {
    const driver = await t.makeDriver();
    await change(driver.userId, { disabled: true });
    const { body } = await t.api<{ data: { duty: string; status: string } }>(
      `/api/drivers/${driver.driverId}`,
      {
        token: admin.token,
      },
    );
    expect(body.data).toMatchObject({ duty: 'off', status: 'off_duty' });
  });

  test('the last admin cannot leave, also not two at the same time', async () => {
    const second = await t.makePerson({ role: 'admin' });
    const answers = await Promise.all([
      change(admin.userId, { role: 'dispatcher' }),
      t.api(`/api/admin/users/${second.userId}`, {
        method: 'PATCH',
        token: second.token,
        body: { disabled: true },
      }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    // Whoever is left makes the rest of this suite possible again.
    const left = (await statusOf(admin)) === 200 ? admin : second;
    admin = left;
  });

  test('sessions are listed without tokens and ended together', async () => {
    const person = await t.makePerson({ role: 'customer' });
    const path = `/api/admin/users/${person.userId}/sessions`;
    const listed = await t.api<{ data: UserSession[] }>(path, { token: admin.token });
    expect(listed.body.data).toHaveLength(1);
    expect(JSON.stringify(listed.body)).not.toContain(person.token);
    expect((await t.api(path, { method: 'DELETE', token: admin.token })).status).toBe(204);
    expect(await statusOf(person)).toBe(401);
    expect((await t.api('/api/admin/users/2000000000/sessions', { token: admin.token })).status).toBe(404);
  });
});
