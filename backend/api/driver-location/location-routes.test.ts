import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { driverPositions, drivers, positions, tickets } from '#backend/db/schema.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { ErrorBody } from '#lib/protocol/errors.ts';
import type { LocationResponse } from '#lib/protocol/fix.ts';
import { ManualClock } from '#tests/support/manual-clock.ts';
import type { TestDriver } from '#tests/support/people.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

describe.each(testDatabases())('driver locations on %s', (database) => {
  const clock = new ManualClock();
  let t: TestBackend;
  let staff: string;
  beforeAll(async () => {
    t = await openTestBackend({ database, clock });
    staff = (await t.makePerson({ role: 'dispatcher' })).token;
  });
  afterAll(() => t.close());

  /** @param secondsAgo before now */
  const fix = (secondsAgo: number, more: Record<string, unknown> = {}) => ({
    latitude: 57.7,
    longitude: 11.97,
    recorded_at: new Date(clock.nowMs() - secondsAgo * 1_000).toISOString(),
    ...more,
  });
  const send = async (driver: TestDriver, body: unknown) => {
    const answer = await t.api<{ data: LocationResponse } & ErrorBody>('/api/driver/location', {
      token: driver.token,
      body,
    });
    return { status: answer.status, ...answer.body.data, errors: answer.body.errors };
  };
  const positionOf = async (driver: TestDriver) =>
    (await t.api<{ data: Driver }>(`/api/drivers/${driver.driverId}`, { token: staff })).body.data.position;

  test('one fix is durable when it is answered, with decimal strings taken too', async () => {
    const driver = await t.makeDriver();
    const body = fix(1, {
      latitude: '57.7072001',
      longitude: '11.9668',
      heading: 90,
      speed: 12.5,
      accuracy: 5,
      battery: 80,
    });
    expect(await send(driver, body)).toMatchObject({ status: 202, stored: 1, duplicates: 0, rejected: [] });
    expect(await positionOf(driver)).toMatchObject({
      latitude: 57.7072001,
      heading: 90,
      speed: 12.5,
      accuracy: 5,
    });
  });

  test('a repeated fix is a duplicate, within a call, between calls and at the same moment', async () => {
    const driver = await t.makeDriver();
    expect(await send(driver, { fixes: [fix(9), fix(8), fix(9)] })).toMatchObject({
      stored: 2,
      duplicates: 1,
    });
    const repeats = await Promise.all(
      Array.from({ length: 8 }, () => send(driver, { fixes: [fix(8), fix(7)] })),
    );
    const sum = (key: 'stored' | 'duplicates') =>
      repeats.reduce((total, answer) => total + (answer[key] ?? 0), 0);
    expect([sum('stored'), sum('duplicates')]).toEqual([1, 15]);
  });

  test('each bad fix of a call is named, the good ones are stored', async () => {
    const driver = await t.makeDriver();
    const fixes = [fix(5), { latitude: 500 }, fix(-61), fix(86_401), 'nonsense', fix(-59)];
    expect(await send(driver, { fixes })).toMatchObject({
      status: 202,
      stored: 2,
      rejected: [
        { index: 1, code: 'invalid' },
        { index: 2, code: 'in_future' },
        { index: 3, code: 'too_old' },
        { index: 4, code: 'invalid' },
      ],
    });
  });

  test('a call without one readable fix is 422 and names the fields', async () => {
    const driver = await t.makeDriver();
    const answer = await send(driver, { fixes: [fix(1, { latitude: 91 }), fix(1, { longitude: 'east' })] });
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.errors ?? {})).toEqual(['fixes.0.latitude', 'fixes.1.longitude']);
    expect((await send(driver, { fixes: [] })).status).toBe(422);
    expect((await send(driver, { fixes: Array.from({ length: 101 }, (_, i) => fix(i)) })).status).toBe(422);
  });

  test('off duty nothing is stored, and the driver is told why', async () => {
    const driver = await t.makeDriver({ duty: 'off' });
    expect(await send(driver, { fixes: [fix(2), fix(1)] })).toMatchObject({
      status: 202,
      stored: 0,
      rejected: [
        { index: 0, code: 'off_duty' },
        { index: 1, code: 'off_duty' },
      ],
    });
    expect(await positionOf(driver)).toBeNull();
  });

  test('a late fix is kept but never moves the driver back', async () => {
    const driver = await t.makeDriver();
    await send(driver, fix(1, { latitude: 57.71 }));
    await send(driver, fix(60, { latitude: 57.6 }));
    expect(await positionOf(driver)).toMatchObject({ latitude: 57.71 });
    const path = `/api/drivers/${driver.driverId}/positions?from=${fix(120).recorded_at}&to=${fix(0).recorded_at}`;
    const { body } = await t.api<{ data: { latitude: number }[] }>(path, { token: staff });
    expect(body.data.map(({ latitude }) => latitude)).toEqual([57.6, 57.71]);
  });

  test('seq rises per driver in the order of the fixes, though they come mixed', async () => {
    const crew = await Promise.all([t.makeDriver(), t.makeDriver(), t.makeDriver()]);
    await Promise.all(
      crew.map((driver) => send(driver, { fixes: [fix(1), fix(30), fix(20), fix(10), fix(40)] })),
    );
    for (const { driverId } of crew) {
      const rows = await t.backend.db
        .select()
        .from(positions)
        .where(eq(positions.driverId, driverId))
        .orderBy(asc(positions.recordedAt));
      expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).toSorted((a, b) => a - b));
      const [newest] = await t.backend.db
        .select()
        .from(driverPositions)
        .where(eq(driverPositions.driverId, driverId));
      expect(newest?.seq).toBe(rows.at(-1)?.seq);
    }
  });

  test('a fix belongs to the ticket the driver had when it was recorded, nobody else’s', async () => {
    const [driver, other] = await Promise.all([t.makeDriver(), t.makeDriver()]);
    const customer = await t.makePerson({ role: 'customer' });
    const at = (secondsAgo: number) => new Date(clock.nowMs() - secondsAgo * 1_000);
    const make = async (driverId: number, assignedAt: Date, endedAt: Date | null) => {
      const [row] = await t.backend.db
        .insert(tickets)
        .values({
          ...{
            reference: `R${driverId}-${assignedAt.getTime()}`,
            status: endedAt ? 'completed' : 'assigned',
          },
          ...{ priority: 'normal', serviceType: 'tow', customerId: customer.userId, customerName: 'C' },
          ...{ latitude: 0, longitude: 0, driverId, createdBy: customer.userId },
          ...{ createdAt: assignedAt, updatedAt: assignedAt, assignedAt, endedAt },
        })
        .returning({ id: tickets.id });
      return row?.id ?? 0;
    };
    const ended = await make(driver.driverId, at(100), at(50));
    const current = await make(driver.driverId, at(30), null);
    const theirs = await make(other.driverId, at(100), null);
    await t.backend.db
      .update(drivers)
      .set({ currentTicketId: current })
      .where(eq(drivers.id, driver.driverId));
    await send(driver, {
      fixes: [
        fix(120, { ticket_id: ended }),
        fix(80, { ticket_id: ended }),
        fix(40, { ticket_id: ended }),
        fix(20),
        fix(10, { ticket_id: theirs }),
      ],
    });
    const rows = await t.backend.db
      .select()
      .from(positions)
      .where(eq(positions.driverId, driver.driverId))
      .orderBy(asc(positions.recordedAt));
    expect(rows.map(({ ticketId }) => ticketId)).toEqual([null, ended, null, current, current]);
  });

  test('a driver account without a driver is told so', async () => {
    const { userId, token } = await t.makeDriver();
    await t.backend.db.delete(drivers).where(eq(drivers.userId, userId));
    const answer = await t.api<ErrorBody>('/api/driver/location', { token, body: fix(1) });
    expect([answer.status, answer.body.code]).toEqual([403, 'no_driver']);
  });
});
