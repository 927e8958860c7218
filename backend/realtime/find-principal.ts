import { eq } from 'drizzle-orm';
import { trackingLinks } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { hashToken } from '#backend/platform/tokens.ts';
import type { Principal } from './principal.ts';

const MAX_TOKEN_LENGTH = 200;

/**
 * Whose credential this is: a signed-in user's token, or the token of a tracking link. Whether a link
 * still opens is a question of access, not of identity. Null for a token that was never ours or died.
 */
export async function findPrincipal(
  backend: Pick<Backend, 'db' | 'sessions'>,
  token: string,
): Promise<Principal | null> {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  const session = await backend.sessions.find(token);
  if (session !== null) return { kind: 'user', userId: session.user.id, tokenId: session.tokenId };
  const [link] = await backend.db
    .select({ id: trackingLinks.id })
    .from(trackingLinks)
    .where(eq(trackingLinks.tokenHash, hashToken(token)));
  return link === undefined ? null : { kind: 'link', linkId: link.id };
}
