import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Device } from '#lib/protocol/device.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import { openLine, type CuttableLine } from '#tests/support/cuttable-line.ts';
import { createTestDatabase, dropTestDatabase } from '#tests/support/postgres-cluster.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

const NAME = `away_${process.pid}`;

describe.runIf(testDatabases().includes('postgres'))('while the database server is away', () => {
  let line: CuttableLine;
  let t: TestBackend;
  beforeAll(async () => {
    const url = new URL(await createTestDatabase(NAME));
    line = await openLine(`${url.searchParams.get('host')}/.s.PGSQL.5432`);
    t = await openTestBackend({ env: { DATABASE_URL: `postgres://callout@127.0.0.1:${line.port}/${NAME}` } });
  });
  afterAll(async () => {
    await t.close();
    await line.close();
    await dropTestDatabase(NAME);
  });

  test('calls are 503 with Retry-After, the process lives, and all is well when it is back', async () => {
    const driver = await t.makeDriver();
    const fix = () => ({ latitude: 57.7, longitude: 11.9, recorded_at: new Date().toISOString() });
    const report = () => t.api<ErrorBody>('/api/driver/location', { token: driver.token, body: fix() });
    expect((await report()).status).toBe(202);
    const staff = await t.makePerson({ role: 'dispatcher' });
    const phone = await t.api<{ data: Device }>(`/api/drivers/${driver.driverId}/devices`, {
      token: staff.token,
      body: { name: 'Phone' },
    });
    const ingest = () => t.api<ErrorBody>(`/api/ingest/osmand?id=${phone.body.data.token}&lat=57.7&lon=11.9`);
    expect((await ingest()).status).toBe(200);

    await line.cut();
    for (const call of [
      () => t.api<ErrorBody>('/api/login', { body: { email: 'a@b.test', password: 'x' } }),
      () => t.api<ErrorBody>('/readyz'),
      report,
      // The phone keeps its fix.
      ingest,
      () => t.api<ErrorBody>('/api/ingest/osmand?id=nobody-knows-this-one&lat=57.7&lon=11.9'),
    ]) {
      const answer = await call();
      expect([answer.status, answer.body.code]).toEqual([503, 'database_unavailable']);
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await t.api('/healthz')).status).toBe(200);

    await line.mend();
    expect((await t.api('/readyz')).status).toBe(200);
    expect((await report()).status).toBe(202);
    expect((await ingest()).status).toBe(200);
  });
});
