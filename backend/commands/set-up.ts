import { eq } from 'drizzle-orm';
import { settings, users } from '#backend/db/schema.ts';
import type { Backend, Database, Transaction } from '#backend/platform/backend.ts';
import { nowDate } from '#backend/platform/clock.ts';
import { hashPassword } from '#backend/platform/passwords.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import { hashToken, newToken } from '#backend/platform/tokens.ts';
import { createUser } from './create-user.ts';

/** The one-time link that makes the first admin: its token's hash is kept, a new start makes a new one. */

const SETUP_KEY = 'setup_token_hash';

/** @returns the token of a fresh setup link; null when there is an admin already */
export async function offerSetup(db: Database): Promise<string | null> {
  if (await hasAdmin(db)) return null;
  const token = newToken();
  const value = hashToken(token);
  await db
    .insert(settings)
    .values({ key: SETUP_KEY, value })
    .onConflictDoUpdate({ target: settings.key, set: { value } });
  return token;
}

export interface FirstAdmin {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * @returns the new admin's id
 * @throws Refusal 404 for a token that is not the link's, 410 once there is an admin
 */
export async function setUp(
  { db, clock }: Pick<Backend, 'db' | 'clock'>,
  token: string,
  { name, email, password }: FirstAdmin,
): Promise<number> {
  await requireLink(db, token);
  const passwordHash = await hashPassword(password);
  return db.transaction(async (tx) => {
    // The row is the lock: of two who open the link at once, one becomes the admin.
    await requireLink(tx, token);
    const id = await createUser(
      tx,
      { name, email, passwordHash, role: 'admin', phone: null },
      nowDate(clock),
    );
    await tx.delete(settings).where(eq(settings.key, SETUP_KEY));
    return id;
  });
}

async function requireLink(q: Database | Transaction, token: string): Promise<void> {
  const [row] = await q.select().from(settings).where(eq(settings.key, SETUP_KEY)).for('update');
  if (await hasAdmin(q)) {
    throw new Refusal(410, 'setup_done', 'There is an administrator already. Sign in instead.');
  }
  if (row?.value !== hashToken(token)) {
    throw new Refusal(404, 'not_found', 'This setup link is not valid. Start again for a new one.');
  }
}

async function hasAdmin(q: Database | Transaction): Promise<boolean> {
  const [admin] = await q.select({ id: users.id }).from(users).where(eq(users.role, 'admin')).limit(1);
  return admin !== undefined;
}
