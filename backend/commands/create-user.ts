import { isUniqueViolation } from '#backend/db/database-error.ts';
import { users } from '#backend/db/schema.ts';
import type { Queryable } from '#backend/platform/backend.ts';
import { invalid } from '#backend/platform/refusal.ts';
import type { Role } from '#lib/domain/vocabulary.ts';

export interface NewUser {
  readonly name: string;
  readonly email: string;
  /** From `hashPassword`, made before the transaction: it takes long. */
  readonly passwordHash: string;
  readonly role: Role;
  readonly phone: string | null;
}

/**
 * @returns the new user's id
 * @throws Refusal 422 when the email is taken
 */
export async function createUser(q: Queryable, user: NewUser, now: Date): Promise<number> {
  try {
    const [row] = await q
      .insert(users)
      .values({ ...user, email: user.email.toLowerCase(), createdAt: now, updatedAt: now })
      .returning({ id: users.id });
    if (!row) throw new Error('an insert answered no row');
    return row.id;
  } catch (error) {
    if (isUniqueViolation(error, 'users_email_key')) {
      throw invalid('email', 'The email has already been taken.', 'email_taken');
    }
    throw error;
  }
}
