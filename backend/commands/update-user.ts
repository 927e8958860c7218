import { and, eq, isNull, ne } from 'drizzle-orm';
import { accessTokens, drivers, users } from '#backend/db/schema.ts';
import { transact } from '#backend/db/transact.ts';
import { loadUsers, type UserRow } from '#backend/db/user-resource.ts';
import type { Actor, Backend, Transaction } from '#backend/platform/backend.ts';
import { nowDate } from '#backend/platform/clock.ts';
import { hashPassword } from '#backend/platform/passwords.ts';
import { invalid, notFound, Refusal } from '#backend/platform/refusal.ts';
import type { UpdateUserRequest, User } from '#lib/protocol/user.ts';
import { ChangeSet } from './change-set.ts';
import { setDuty } from './set-duty.ts';

/**
 * Changes a person's account. A new password, another role or disabling ends all of the person's
 * sessions at once; disabling also takes a driver off duty.
 * @throws Refusal 404; 409 `last_admin`, `driver_busy`; 422
 */
export async function updateUser(
  backend: Backend,
  actor: Actor,
  userId: number,
  change: UpdateUserRequest,
): Promise<User> {
  const passwordHash = change.password === undefined ? undefined : await hashPassword(change.password);
  const { user, endsSessions } = await transact(backend, async (tx) => {
    // All admins, in id order, so that two admins cannot remove each other at the same time.
    await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(users.role, 'admin'))
      .orderBy(users.id)
      .for('update');
    const [row] = await tx.select().from(users).where(eq(users.id, userId)).for('update');
    if (!row) throw notFound('user');
    await refuseImpossible(tx, row, change);
    const now = nowDate(backend.clock);
    const disabling = change.disabled === true && row.disabledAt === null;
    if (disabling) await takeOffDuty(tx, backend, actor, userId);
    await tx
      .update(users)
      .set({
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.phone === undefined ? {} : { phone: change.phone }),
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(passwordHash === undefined ? {} : { passwordHash }),
        ...(change.disabled === undefined
          ? {}
          : { disabledAt: change.disabled ? (row.disabledAt ?? now) : null }),
        version: row.version + 1,
        updatedAt: now,
      })
      .where(eq(users.id, userId));
    const endsSessions =
      disabling || passwordHash !== undefined || (change.role !== undefined && change.role !== row.role);
    if (endsSessions) await tx.delete(accessTokens).where(eq(accessTokens.userId, userId));
    const [user] = await loadUsers(tx, [userId]);
    if (!user) throw notFound('user');
    return { user, endsSessions };
  });
  if (endsSessions) backend.sessions.revoked({ userId, tokenId: null });
  else backend.sessions.changed(userId);
  return user;
}

async function refuseImpossible(tx: Transaction, row: UserRow, change: UpdateUserRequest): Promise<void> {
  const losesAdmin =
    row.role === 'admin' &&
    row.disabledAt === null &&
    (change.disabled === true || (change.role !== undefined && change.role !== 'admin'));
  if (losesAdmin) {
    const [other] = await tx
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.role, 'admin'), isNull(users.disabledAt), ne(users.id, row.id)))
      .limit(1);
    if (!other) throw new Refusal(409, 'last_admin', 'This is the last admin. Make another one first.');
  }
  if (change.role !== undefined && change.role !== row.role && row.role === 'driver') {
    const [driver] = await tx.select({ id: drivers.id }).from(drivers).where(eq(drivers.userId, row.id));
    if (driver) throw invalid('role', 'A driver stays a driver. Make another account for the new role.');
  }
}

async function takeOffDuty(tx: Transaction, backend: Backend, actor: Actor, userId: number): Promise<void> {
  const [driver] = await tx.select({ id: drivers.id }).from(drivers).where(eq(drivers.userId, userId));
  if (!driver) return;
  const change = new ChangeSet(tx, backend.clock, actor);
  await setDuty(change, driver.id, 'off');
  await change.writeEvents();
}
