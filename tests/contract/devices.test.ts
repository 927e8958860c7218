import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eq } from 'drizzle-orm';
import { pino } from 'pino';
import { MAX_UNKNOWN, UNKNOWN_WINDOW_MS } from '#backend/api/ingest/ingest-routes.ts';
import { MAX_LIVE_DEVICES } from '#backend/commands/add-device.ts';
import { positions, users } from '#backend/db/schema.ts';
import type { Device } from '#lib/protocol/device.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { LocationResponse } from '#lib/protocol/fix.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import type { TestDriver } from '#tests/support/people.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

/** A phone with a tracker app reports for its driver: by real HTTP, in each form that the apps send. */

const NOTHING = { invalid: 0, in_future: 0, too_old: 0, off_duty: 0 };

describe.each(testDatabases())('phones of a driver on %s', (database) => {
  const clock = new ManualClock();
  let t: TestBackend;
  let staff: string;
  beforeAll(async () => {
    t = await openTestBackend({ database, clock });
    staff = (await t.makePerson({ role: 'dispatcher' })).token;
  });
  afterAll(() => t.close());

  const pathOf = (driverId: number) => `/api/drivers/${driverId}/devices`;
  const add = async (driver: TestDriver, body: unknown = { name: 'Work phone' }) => {
    const { body: answer } = await t.api<{ data: Device }>(pathOf(driver.driverId), { token: staff, body });
    const { token } = answer.data;
    if (token === undefined) throw new Error('the creating answer holds no token');
    return { ...answer.data, token };
  };
  const list = async (driver: TestDriver) =>
    (await t.api<{ data: Device[] }>(pathOf(driver.driverId), { token: staff })).body.data;
  const fixesOf = async (driver: TestDriver) => (await list(driver))[0]?.fixes;
  const positionOf = async (driver: TestDriver) =>
    (await t.api<{ data: Driver }>(`/api/drivers/${driver.driverId}`, { token: staff })).body.data;

  type Sent = { data: LocationResponse } & ErrorBody;
  const secondsAgo = (seconds: number) => Math.floor(clock.nowMs() / 1_000) - seconds;
  const get = (id: string, params: string) => t.api<Sent>(`/api/ingest/osmand?id=${id}&${params}`);
  const post = (body: unknown, contentType = 'application/json') =>
    t.api<Sent>('/api/ingest/osmand', { method: 'POST', body, headers: { 'Content-Type': contentType } });
  const message = (id: string, seconds: number, coords: Record<string, unknown> = {}) => ({
    location: {
      timestamp: new Date(clock.nowMs() - seconds * 1_000).toISOString(),
      coords: {
        latitude: 57.7,
        longitude: 11.9,
        accuracy: 5,
        speed: 10,
        heading: 90,
        altitude: 3,
        ...coords,
      },
      is_moving: true,
      battery: { level: 0.8, is_charging: false },
    },
    device_id: id,
  });

  test('the token is in the creating answer only, with the address to type', async () => {
    const driver = await t.makeDriver();
    const device = await add(driver);
    expect(device).toMatchObject({
      driver_id: driver.driverId,
      name: 'Work phone',
      url: 'http://localhost:3000/api/ingest/osmand',
      last_seen_at: null,
      revoked_at: null,
      fixes: { stored: 0, duplicates: 0, rejected: NOTHING },
    });
    // 128 bits need 22 letters of base64.
    expect(device.token).toMatch(/^[\w-]{22,}$/);
    const answer = await t.api(pathOf(driver.driverId), { token: staff });
    expect(JSON.stringify(answer.body)).not.toContain(device.token);
    expect(await list(driver)).toMatchObject([{ id: device.id }]);
    const { rows } = await t.backend.pool.query('select * from driver_devices');
    expect(JSON.stringify(rows)).not.toContain(device.token);
  });

  test('phones are dispatch’s business, and a repeatable call may not make one', async () => {
    const driver = await t.makeDriver();
    const path = pathOf(driver.driverId);
    const { id } = await add(driver);
    expect((await t.api(path)).status).toBe(401);
    expect((await t.api(path, { token: driver.token })).status).toBe(403);
    expect((await t.api(path, { token: driver.token, body: { name: 'x' } })).status).toBe(403);
    expect((await t.api(`${path}/${id}`, { method: 'DELETE', token: driver.token })).status).toBe(403);
    const keyed = await t.api<ErrorBody>(path, {
      token: staff,
      body: { name: 'x' },
      headers: { 'Idempotency-Key': 'one' },
    });
    expect([keyed.status, keyed.body.code]).toEqual([422, 'idempotency_not_supported']);
    expect((await t.api(path, { token: staff, body: { name: ' ' } })).status).toBe(422);
    expect((await t.api(path, { token: staff, body: { name: 'x'.repeat(61) } })).status).toBe(422);
    expect((await t.api(pathOf(2_000_000_000), { token: staff, body: { name: 'x' } })).status).toBe(404);
    expect((await t.api(pathOf(2_000_000_000), { token: staff })).status).toBe(404);
    expect((await add(driver, {})).name).toBe('Phone');
  });

  test('a driver has a bounded number of phones; a revoked one makes room', async () => {
    const driver = await t.makeDriver();
    const [first] = await Promise.all(Array.from({ length: MAX_LIVE_DEVICES }, () => add(driver)));
    const more = () => t.api<ErrorBody>(pathOf(driver.driverId), { token: staff, body: { name: 'more' } });
    expect((await more()).body.code).toBe('too_many_devices');
    await t.api(`${pathOf(driver.driverId)}/${first?.id}`, { method: 'DELETE', token: staff });
    expect((await more()).status).toBe(201);
    expect((await list(driver)).at(-1)).toMatchObject({ id: first?.id, revoked_at: expect.any(String) });
  });

  test('a query as Traccar Client before 9 sends it moves the driver, its knots in m/s', async () => {
    const driver = await t.makeDriver();
    const { token } = await add(driver);
    const params = `timestamp=${secondsAgo(1)}&lat=57.7072&lon=11.9668&speed=10&bearing=270.0&altitude=35.0&accuracy=12.0&batt=75.0`;
    for (const answer of [await get(token, params), await get(token, params)])
      expect(answer.status).toBe(200);
    const { position, battery } = await positionOf(driver);
    expect(position).toMatchObject({
      ...{ latitude: 57.7072, longitude: 11.9668, heading: 270, accuracy: 12 },
      recorded_at: new Date(secondsAgo(1) * 1_000).toISOString(),
    });
    expect(position?.speed).toBeCloseTo(5.14, 2);
    expect(battery).toBe(75);
    expect(await fixesOf(driver)).toEqual({ stored: 1, duplicates: 1, rejected: NOTHING });
    expect((await list(driver))[0]?.last_seen_at).toBe(new Date(clock.nowMs()).toISOString());
  });

  test('a form, JSON and lists of JSON come in the same way, a slash more in the address or not', async () => {
    const driver = await t.makeDriver();
    const { token } = await add(driver);
    const form = `id=${token}&timestamp=${secondsAgo(50)}&lat=57.7&lon=11.9&speed=1`;
    expect((await post(form, 'application/x-www-form-urlencoded')).status).toBe(200);
    expect((await post(message(token, 40))).status).toBe(200);
    const { location } = message(token, 30);
    expect(
      (await post({ location: [location, message(token, 20).location], device_id: token })).body.data,
    ).toEqual({
      stored: 2,
      duplicates: 0,
      rejected: [],
    });
    expect((await post([message(token, 20), message(token, 10)])).body.data).toMatchObject({
      stored: 1,
      duplicates: 1,
    });
    const slash = await t.api<Sent>('/api/ingest/osmand/', { method: 'POST', body: message(token, 5) });
    expect(slash.status).toBe(200);
    const rows = await t.backend.db.select().from(positions).where(eq(positions.driverId, driver.driverId));
    expect(rows).toHaveLength(6);
    expect((await positionOf(driver)).position).toMatchObject({ speed: 10, heading: 90 });
  });

  test('a known phone is answered 200 whatever its fixes are worth, and each is counted by its reason', async () => {
    const driver = await t.makeDriver();
    const { token } = await add(driver);
    const answers = [
      await get(token, `lat=91&lon=0&timestamp=${secondsAgo(1)}`),
      await get(token, `lat=57.7&lon=11.9&timestamp=${secondsAgo(-120)}`),
      await get(token, `lat=57.7&lon=11.9&timestamp=${secondsAgo(2 * 86_400)}`),
      await get(token, 'lat=57.7&lon=11.9&timestamp=yesterday'),
      await get(token, ''),
      await post('{'),
      await t.api<Sent>(`/api/ingest/osmand?id=${token}`, { body: '{"location":"\\u0000\\ud800"' }),
      await t.api<Sent>(`/api/ingest/osmand?id=${token}&lat=%00&lon=%ED%A0%80`),
      await post({ location: [message(token, 9).location, { coords: null }], device_id: token }),
    ];
    // A body that is no JSON and names nobody is the one call of nobody.
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 401, 200, 200, 200]);
    expect(await fixesOf(driver)).toEqual({
      stored: 1,
      duplicates: 0,
      rejected: { invalid: 6, in_future: 1, too_old: 1, off_duty: 0 },
    });
  });

  test('off duty nothing is stored, the phone is not told to try again, and it is counted', async () => {
    const driver = await t.makeDriver({ duty: 'off' });
    const { token } = await add(driver);
    const answer = await post(message(token, 1));
    expect([answer.status, answer.body.data.rejected]).toEqual([200, [{ index: 0, code: 'off_duty' }]]);
    expect((await positionOf(driver)).position).toBeNull();
    expect(await fixesOf(driver)).toMatchObject({ stored: 0, rejected: { ...NOTHING, off_duty: 1 } });
  });

  test('a revoked phone is unknown at once, twice revoked is fine, another driver’s is 404', async () => {
    const [driver, other] = await Promise.all([t.makeDriver(), t.makeDriver()]);
    const { id, token } = await add(driver);
    const revoke = (of: TestDriver) =>
      t.api(`${pathOf(of.driverId)}/${id}`, { method: 'DELETE', token: staff });
    expect((await post(message(token, 3))).status).toBe(200);
    expect((await revoke(other)).status).toBe(404);
    expect((await revoke(driver)).status).toBe(204);
    expect((await revoke(driver)).status).toBe(204);
    const answer = await post(message(token, 2));
    expect([answer.status, answer.body.code]).toEqual([401, 'unknown_device']);
    expect(await fixesOf(driver)).toMatchObject({ stored: 1 });
  });

  test('the phone of a disabled account is unknown', async () => {
    const driver = await t.makeDriver();
    const { token } = await add(driver);
    await t.backend.db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, driver.userId));
    expect((await get(token, 'lat=57.7&lon=11.9')).status).toBe(401);
  });

  test('guessing is slowed per address, and the known phones behind it go on', async () => {
    clock.advance(UNKNOWN_WINDOW_MS);
    const driver = await t.makeDriver();
    const { token } = await add(driver);
    expect((await post(message(token, 9))).status).toBe(200);
    const guess = () => get(`guess-${Math.random()}`, 'lat=57.7&lon=11.9');
    for (let count = 0; count < MAX_UNKNOWN; count += 1) expect((await guess()).status).toBe(401);
    const slowed = await guess();
    expect([slowed.status, slowed.body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(0);
    // Longer ago than any look-up is cached.
    clock.advance(30_000);
    expect((await post(message(token, 8))).status).toBe(200);
    clock.advance(UNKNOWN_WINDOW_MS);
    expect((await guess()).status).toBe(401);
  });
});

test('no token is in a log line or in the metrics, whatever came of the call', async () => {
  const lines: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) });
  const t = await openTestBackend({ log });
  try {
    const { driverId } = await t.makeDriver();
    const { token: staff } = await t.makePerson({ role: 'dispatcher' });
    const path = `/api/drivers/${driverId}/devices`;
    const { body } = await t.api<{ data: Device }>(path, { token: staff, body: { name: 'Phone' } });
    const tokens = [body.data.token ?? 'none', 'an-unknown-token-of-somebody'];
    for (const token of tokens) {
      await t.api(`/api/ingest/osmand?id=${token}&lat=57.7&lon=11.9`);
      await t.api('/api/ingest/osmand', { body: { location: {}, device_id: token } });
      await t.api(`/api/ingest/osmand/${token}`);
      await t.api('/api/ingest/osmand', { method: 'DELETE', body: { device_id: token } });
    }
    // A look-up that fails is logged with its error.
    await t.backend.pool.query('alter table driver_devices rename to gone');
    expect((await t.api(`/api/ingest/osmand?id=${tokens[1]}&lat=57.7&lon=11.9`)).status).toBe(500);
    const metrics = await t.backend.metrics.registry.metrics();
    expect(metrics).toContain('/api/ingest/osmand');
    expect(lines.join('')).toContain('/api/ingest/osmand');
    for (const token of tokens) {
      expect(metrics).not.toContain(token);
      expect(lines.join('')).not.toContain(token);
    }
  } finally {
    await t.close();
  }
});
