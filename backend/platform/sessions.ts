import { and, eq, gt, isNull } from 'drizzle-orm';
import { accessTokens, drivers, users } from '#backend/db/schema.ts';
import type { User } from '#lib/protocol/user.ts';
import type { Actor, Database } from './backend.ts';
import type { Clock } from './clock.ts';
import { nowDate } from './clock.ts';
import { hashToken } from './tokens.ts';

/** A live bearer token and the person behind it. */
export interface Session {
  readonly tokenId: number;
  readonly expiresAtMs: number;
  readonly user: User;
  readonly actor: Actor;
}

/** `tokenId` null: every token of that user. */
export interface Revocation {
  readonly userId: number;
  readonly tokenId: number | null;
}

export interface Sessions {
  /** The session of a bearer token; null when it is unknown, expired, revoked or its user disabled. */
  find(token: string): Promise<Session | null>;
  /** Says that a token died or that its user changed: forgets what is cached and tells the listeners. */
  revoked(revocation: Revocation): void;
  /** Forgets what is cached of a user whose name, role or driver changed; the tokens live on. */
  changed(userId: number): void;
  /** @returns a function that stops listening */
  onRevoked(listener: (revocation: Revocation) => void): () => void;
}

/** How long another process's revocation may stay unseen here; our own are seen at once. */
const CACHE_MS = 2_000;
const MAX_CACHED = 20_000;
const TOUCH_EVERY_MS = 300_000;
const MAX_TOKEN_CHARS = 200;

/** Bearer tokens, with a short cache: a fleet that reports once a second is not one look-up per fix. */
export function createSessions(db: Database, clock: Clock): Sessions {
  const cache = new Map<string, { readonly session: Session; readonly untilMs: number }>();
  const listeners = new Set<(revocation: Revocation) => void>();
  /** Rises with each revocation, so that a look-up under way at that time is not cached. */
  let generation = 0;

  const forget = (matches: (session: Session) => boolean) => {
    generation += 1;
    for (const [hash, entry] of cache) if (matches(entry.session)) cache.delete(hash);
  };

  const load = async (hash: string): Promise<Session | null> => {
    const now = nowDate(clock);
    const [row] = await db
      .select({ token: accessTokens, user: users, driverId: drivers.id })
      .from(accessTokens)
      .innerJoin(users, eq(users.id, accessTokens.userId))
      .leftJoin(drivers, eq(drivers.userId, users.id))
      .where(
        and(eq(accessTokens.tokenHash, hash), gt(accessTokens.expiresAt, now), isNull(users.disabledAt)),
      );
    if (!row) return null;
    const lastUsedMs = row.token.lastUsedAt?.getTime() ?? 0;
    if (now.getTime() - lastUsedMs > TOUCH_EVERY_MS) {
      await db.update(accessTokens).set({ lastUsedAt: now }).where(eq(accessTokens.id, row.token.id));
    }
    const { id, name, email, role, phone, version } = row.user;
    return {
      tokenId: row.token.id,
      expiresAtMs: row.token.expiresAt.getTime(),
      user: { id, name, email, role, phone, driver_id: row.driverId, disabled_at: null, version },
      actor: { userId: id, name, role, driverId: row.driverId },
    };
  };

  return {
    async find(token) {
      if (token.length === 0 || token.length > MAX_TOKEN_CHARS) return null;
      const hash = hashToken(token);
      const nowMs = clock.nowMs();
      const cached = cache.get(hash);
      if (cached && cached.untilMs > nowMs && cached.session.expiresAtMs > nowMs) return cached.session;
      cache.delete(hash);
      const asked = generation;
      const session = await load(hash);
      if (session && asked === generation) {
        const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
        if (oldest !== undefined) cache.delete(oldest);
        cache.set(hash, { session, untilMs: nowMs + CACHE_MS });
      }
      return session;
    },
    revoked(revocation) {
      forget((session) =>
        revocation.tokenId === null
          ? session.user.id === revocation.userId
          : session.tokenId === revocation.tokenId,
      );
      for (const listener of listeners) listener(revocation);
    },
    changed(userId) {
      forget((session) => session.user.id === userId);
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
