import { eq } from 'drizzle-orm';
import { isUniqueViolation } from '#backend/db/database-error.ts';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { appendEvent } from '#backend/db/events.ts';
import { drivers, users } from '#backend/db/schema.ts';
import { transact } from '#backend/db/transact.ts';
import type { Actor, Backend, Transaction } from '#backend/platform/backend.ts';
import { nowDate } from '#backend/platform/clock.ts';
import { hashPassword } from '#backend/platform/passwords.ts';
import { invalid, notFound } from '#backend/platform/refusal.ts';
import type { CreateDriverRequest, Driver } from '#lib/protocol/driver.ts';
import { createUser } from './create-user.ts';

/**
 * Makes a driver for an existing account with that role, or with a new account.
 * @throws Refusal 422 naming the field
 */
export async function createDriver(
  backend: Backend,
  actor: Actor,
  request: CreateDriverRequest,
): Promise<Driver> {
  const account = request.user_id === undefined ? await newAccount(request) : null;
  const driver = await transact(backend, async (tx) => {
    const now = nowDate(backend.clock);
    const userId = account
      ? await createUser(tx, account, now)
      : await existingAccount(tx, request.user_id ?? 0);
    const id = await insertDriver(tx, userId, request, now);
    const [created] = await loadDrivers(tx, [id]);
    if (!created) throw notFound('driver');
    await appendEvent(tx, {
      type: 'driver.updated',
      actor,
      at: now,
      driverId: id,
      after: { created: true },
      snapshot: { driver: created },
    });
    return created;
  });
  backend.sessions.changed(driver.user_id);
  return driver;
}

async function newAccount(request: CreateDriverRequest) {
  const { name, email, password, phone } = request;
  if (email === undefined) throw invalid('email', 'Give a user_id, or an email and a password.');
  if (password === undefined) throw invalid('password', 'A new account needs a password.');
  const passwordHash = await hashPassword(password);
  return { name, email, passwordHash, role: 'driver' as const, phone: phone ?? null };
}

async function existingAccount(tx: Transaction, userId: number): Promise<number> {
  const [user] = await tx.select({ role: users.role }).from(users).where(eq(users.id, userId));
  if (user?.role !== 'driver')
    throw invalid('user_id', 'There is no account with the role driver and this id.');
  return userId;
}

async function insertDriver(
  tx: Transaction,
  userId: number,
  { name, phone, vehicle, skills }: CreateDriverRequest,
  now: Date,
): Promise<number> {
  try {
    const [row] = await tx
      .insert(drivers)
      .values({
        userId,
        name,
        phone: phone ?? null,
        vehicle,
        skills: [...new Set(skills)],
        createdAt: now,
        updatedAt: now,
      })
      .returning({ id: drivers.id });
    if (!row) throw new Error('an insert answered no row');
    return row.id;
  } catch (error) {
    if (isUniqueViolation(error, 'drivers_user_key')) {
      throw invalid('user_id', 'This account is a driver already.', 'driver_exists');
    }
    throw error;
  }
}
