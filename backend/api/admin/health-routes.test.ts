import { afterEach, describe, expect, test } from 'vitest';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { Health } from '#lib/protocol/health.ts';
import { openLine, type CuttableLine } from '#tests/support/cuttable-line.ts';
import { createTestDatabase, dropTestDatabase } from '#tests/support/postgres-cluster.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

let t: TestBackend;
afterEach(() => t.close());

const healthOf = async (token: string): Promise<Health> => {
  const answer = await t.api<{ data: unknown }>('/api/admin/health', { token });
  expect(answer.status).toBe(200);
  return Health.parse(answer.body.data);
};

describe('GET /admin/health', () => {
  test('is for administrators, and all is well on a quiet backend', async () => {
    t = await openTestBackend();
    const [admin, dispatcher] = [
      await t.makePerson({ role: 'admin' }),
      await t.makePerson({ role: 'dispatcher' }),
    ];
    expect((await t.api<ErrorBody>('/api/admin/health', { token: dispatcher.token })).status).toBe(403);
    expect((await t.api<ErrorBody>('/api/admin/health')).status).toBe(401);
    const driver = await t.makeDriver();
    const fix = { latitude: 57.7, longitude: 11.9, recorded_at: new Date().toISOString() };
    expect((await t.api('/api/driver/location', { token: driver.token, body: fix })).status).toBe(202);
    await t.backend.publisher.drained();
    const health = await healthOf(admin.token);
    expect(health).toMatchObject({
      level: 1,
      broker: { driver: 'embedded', state: 'up', waiting_events: 0, oldest_waiting_at: null, error: null },
      database: { driver: 'embedded', state: 'up', latency_ms: expect.any(Number) },
      publisher: { state: 'publishing', head: t.backend.publisher.head, lag_events: 0, lag_ms: 0 },
      sockets: { pusher: 0, plain: 0, slow: 0, limit: 20_000 },
      fleet: { reporting: 1, last_fix_at: expect.any(String) },
      counters: { fixes_stored: 1, messages_not_understood: 0 },
      risks: [],
    });
  });

  test('says that a broker is away, what waits for it and what that means', async () => {
    t = await openTestBackend({
      env: { BROADCAST_DRIVER: 'reverb', REVERB_HOST: '127.0.0.1', REVERB_PORT: '9' },
    });
    const [admin, dispatcher] = [
      await t.makePerson({ role: 'admin' }),
      await t.makePerson({ role: 'dispatcher' }),
    ];
    const ticket = {
      ...{ service_type: 'tow', customer: { name: 'Kim' } },
      location: { latitude: 57.7, longitude: 11.97 },
    };
    const created = await t.api('/api/tickets', { token: dispatcher.token, body: ticket });
    expect(created.status).toBe(201);
    await expect.poll(() => t.backend.publisher.trouble).not.toBeNull();
    const health = await healthOf(admin.token);
    expect(health.broker).toMatchObject({
      ...{ driver: 'reverb', state: 'down', oldest_waiting_at: expect.any(String) },
      error: expect.stringContaining('cannot be reached'),
    });
    expect(health.broker.waiting_events).toBeGreaterThan(0);
    expect(health.publisher.state).toBe('blocked');
    expect(health.risks.join('\n')).toMatch(/^Reverb takes no events\./u);
    expect(health.risks.join('\n')).toContain('Reverb cannot end a single subscription.');
  });
});

describe.runIf(testDatabases().includes('postgres'))('GET /admin/health with a database server', () => {
  const NAME = `health_${process.pid}`;
  let line: CuttableLine;
  afterEach(async () => {
    await line.close();
    await dropTestDatabase(NAME);
  });

  test('says that the database is away while the session is still known', async () => {
    const url = new URL(await createTestDatabase(NAME));
    line = await openLine(`${url.searchParams.get('host')}/.s.PGSQL.5432`);
    t = await openTestBackend({ env: { DATABASE_URL: `postgres://callout@127.0.0.1:${line.port}/${NAME}` } });
    const admin = await t.makePerson({ role: 'admin' });
    expect((await healthOf(admin.token)).database).toMatchObject({ driver: 'server', state: 'up' });
    await line.cut();
    const health = await healthOf(admin.token);
    expect(health.database).toMatchObject({ state: 'down', latency_ms: null });
    expect(health.risks[0]).toMatch(/^The database does not answer/u);
  });
});
