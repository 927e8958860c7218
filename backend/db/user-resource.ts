import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import type { User } from '#lib/protocol/user.ts';
import { drivers, users } from './schema.ts';

export type UserRow = typeof users.$inferSelect;

export const userResource = (row: UserRow, driverId: number | null): User => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  phone: row.phone,
  driver_id: driverId,
  disabled_at: row.disabledAt?.toISOString() ?? null,
  version: row.version,
});

/** These users, in the order of `ids`; unknown ids are left out. */
export async function loadUsers(q: Queryable, ids: readonly number[]): Promise<User[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select({ user: users, driverId: drivers.id })
    .from(users)
    .leftJoin(drivers, eq(drivers.userId, users.id))
    .where(inArray(users.id, [...ids]));
  const byId = new Map(rows.map(({ user, driverId }) => [user.id, userResource(user, driverId)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
