import { eq } from 'drizzle-orm';
import { accessTokens, users } from '#backend/db/schema.ts';
import { loadUsers } from '#backend/db/user-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import type { LoginThrottle } from '#backend/platform/login-throttle.ts';
import { verifyPassword } from '#backend/platform/passwords.ts';
import { invalid } from '#backend/platform/refusal.ts';
import { hashToken, newToken } from '#backend/platform/tokens.ts';
import type { LoginRequest, LoginResponse } from '#lib/protocol/user.ts';

export const TOKEN_LIFETIME_MS = 30 * 86_400_000;

/** The same sentence for an unknown email, a wrong password and a disabled account. */
const WRONG = 'These credentials do not match our records.';

/**
 * @param address where the person is, for the throttle
 * @throws Refusal 422 on wrong credentials, 429 after too many of them
 */
export async function signIn(
  { db, clock }: Pick<Backend, 'db' | 'clock'>,
  throttle: LoginThrottle,
  { email: given, password, device_name: deviceName }: LoginRequest,
  address: string,
): Promise<LoginResponse> {
  const email = given.toLowerCase();
  throttle.check(email, address);
  const [row] = await db.select().from(users).where(eq(users.email, email));
  const matches = await verifyPassword(row?.passwordHash ?? null, password);
  // Checked again: guesses that waited for their turn together must not each count as the first.
  throttle.check(email, address);
  if (!row || !matches || row.disabledAt !== null) {
    throttle.failed(email, address);
    throw invalid('email', WRONG, 'invalid_credentials');
  }
  throttle.succeeded(email, address);
  const token = newToken();
  const nowMs = clock.nowMs();
  const expiresAt = new Date(nowMs + TOKEN_LIFETIME_MS);
  await db.insert(accessTokens).values({
    userId: row.id,
    tokenHash: hashToken(token),
    deviceName: deviceName ?? null,
    createdAt: new Date(nowMs),
    expiresAt,
  });
  const [user] = await loadUsers(db, [row.id]);
  if (!user) throw invalid('email', WRONG, 'invalid_credentials');
  return { token, token_type: 'Bearer', expires_at: expiresAt.toISOString(), user };
}
