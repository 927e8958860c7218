import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Driver } from '#lib/protocol/driver.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

interface DriverPage {
  readonly data: Driver[];
  readonly links: Record<string, string | null>;
  readonly meta: {
    readonly current_page: number;
    readonly per_page: number;
    readonly total: number;
    readonly last_page: number;
  };
}

describe.each(testDatabases())('drivers on %s', (database) => {
  let t: TestBackend;
  let token: string;
  beforeAll(async () => {
    t = await openTestBackend({ database });
    token = (await t.makePerson({ role: 'dispatcher' })).token;
    await t.makeDriver({ name: 'Ann 100%', skills: ['tow'] });
    await t.makeDriver({ name: 'Bo', duty: 'off', skills: ['tow', 'fuel'] });
    await t.makeDriver({ name: 'Cy_', skills: ['battery'] });
  });
  afterAll(() => t.close());

  const list = async (query: string) => (await t.api<DriverPage>(`/api/drivers?${query}`, { token })).body;
  const names = async (query: string) => (await list(query)).data.map(({ name }) => name);
  const change = (id: number, body: unknown) =>
    t.api<{ data: Driver }>(`/api/drivers/${id}`, { method: 'PATCH', token, body });
  const make = (body: unknown) => t.api<{ data: Driver } & ErrorBody>('/api/drivers', { token, body });

  test('filters take comma lists, search takes wildcards literally, sort takes a minus', async () => {
    expect(await names('duty=on')).toEqual(['Ann 100%', 'Cy_']);
    expect(await names('duty=on,off&sort=-name')).toEqual(['Cy_', 'Bo', 'Ann 100%']);
    expect(await names('status=off_duty')).toEqual(['Bo']);
    expect(await names('skill=fuel,battery')).toEqual(['Bo', 'Cy_']);
    expect(await names('search=%25')).toEqual(['Ann 100%']);
    expect(await names('search=_')).toEqual(['Cy_']);
    expect(await names('search=VOLVO&duty=')).toHaveLength(3);
  });

  test('a list has Laravel’s links and meta, and clamps per_page', async () => {
    const { links, meta, data } = await list('per_page=2&page=2');
    expect(data).toHaveLength(1);
    expect(meta).toEqual({ current_page: 2, per_page: 2, total: 3, last_page: 2 });
    expect(links['prev']).toBe('http://localhost:3000/api/drivers?per_page=2&page=1');
    expect(links['next']).toBeNull();
    expect((await list('per_page=5000')).meta.per_page).toBe(100);
    expect((await list('page=9007199254740991')).data).toEqual([]);
  });

  test('a driver can be made with a new account, which can sign in', async () => {
    const account = { name: 'Dee', email: 'Dee@people.test', password: 'correct horse' };
    const made = await make({ ...account, vehicle: { plate: 'ABC 123' }, skills: ['tow', 'tow'] });
    expect(made.status).toBe(201);
    expect(made.body.data).toMatchObject({
      name: 'Dee',
      duty: 'off',
      status: 'off_duty',
      skills: ['tow'],
      version: 1,
    });
    const login = await t.api<{ user: { driver_id: number; email: string } }>('/api/login', {
      body: account,
    });
    expect(login.body.user).toMatchObject({ driver_id: made.body.data.id, email: 'dee@people.test' });
    expect((await make(account)).body.errors).toHaveProperty('email');
    expect((await make({ name: 'Nobody' })).body.errors).toHaveProperty('email');
    expect((await make({ name: 'Twice', user_id: made.body.data.user_id })).body.code).toBe('driver_exists');
    expect((await make({ name: 'Unknown', user_id: 2_000_000_000 })).body.errors).toHaveProperty('user_id');
  });

  test('a change touches only what was sent and raises the version', async () => {
    const { driverId } = await t.makeDriver({ name: 'Eve' });
    const changed = await change(driverId, { vehicle: { colour: 'blue' }, phone: null });
    expect(changed.body.data).toMatchObject({
      ...{ name: 'Eve', phone: null, version: 2 },
      vehicle: { make: 'Volvo', model: 'FL', colour: 'blue' },
    });
    const off = await change(driverId, { duty: 'off', name: 'Eve Off' });
    expect(off.body.data).toMatchObject({ duty: 'off', status: 'off_duty', name: 'Eve Off' });
    expect((await change(2_000_000_000, { name: 'x' })).status).toBe(404);
  });

  test('recorded positions of an unknown driver or an absurd time are refused', async () => {
    const { driverId } = await t.makeDriver();
    const ask = (path: string) => t.api<ErrorBody>(`/api/drivers/${path}`, { token });
    expect((await ask('2000000000/positions')).status).toBe(404);
    expect((await ask(`${driverId}/positions?from=yesterday`)).body.errors).toHaveProperty('from');
    expect((await ask(`${driverId}/positions?to=%2B275760-09-13T00:00:00Z`)).body.errors).toHaveProperty(
      'to',
    );
  });
});
