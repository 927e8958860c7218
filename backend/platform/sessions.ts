import { setTimeout as wait } from 'node:timers/promises';
import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
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
/** When an answer of this age was asked for, all that were are loaded again in one query; meanwhile they serve. */
const REFRESH_MS = 1_000;
/** Takes in who asks in the same moment. */
const GATHER_MS = 10;
const MAX_TOGETHER = 1_000;
const MAX_CACHED = 20_000;
const TOUCH_EVERY_MS = 300_000;
const MAX_TOKEN_CHARS = 200;

interface Cached {
  readonly session: Session;
  readonly loadedAtMs: number;
  /** Asked for since it was loaded. */
  used: boolean;
}

/** Bearer tokens, with a short cache whose entries are refreshed together. */
export function createSessions(db: Database, clock: Clock): Sessions {
  /** In the order of loading. */
  const cache = new Map<string, Cached>();
  const listeners = new Set<(revocation: Revocation) => void>();
  /** Rises with each revocation, so that a look-up under way at that time is not cached. */
  let generation = 0;
  let isRefreshing = false;

  const forget = (matches: (session: Session) => boolean) => {
    generation += 1;
    for (const [hash, entry] of cache) if (matches(entry.session)) cache.delete(hash);
  };

  const load = async (hashes: readonly string[]): Promise<Map<string, Session>> => {
    const now = nowDate(clock);
    const rows = await db
      .select({ token: accessTokens, user: users, driverId: drivers.id })
      .from(accessTokens)
      .innerJoin(users, eq(users.id, accessTokens.userId))
      .leftJoin(drivers, eq(drivers.userId, users.id))
      .where(
        and(
          inArray(accessTokens.tokenHash, [...hashes]),
          gt(accessTokens.expiresAt, now),
          isNull(users.disabledAt),
        ),
      );
    const untouched = rows.filter(
      ({ token }) => now.getTime() - (token.lastUsedAt?.getTime() ?? 0) > TOUCH_EVERY_MS,
    );
    if (untouched.length > 0) {
      const ids = untouched.map(({ token }) => token.id);
      await db.update(accessTokens).set({ lastUsedAt: now }).where(inArray(accessTokens.id, ids));
    }
    return new Map(rows.map((row) => [row.token.tokenHash, sessionOf(row)]));
  };

  const keep = (hash: string, session: Session, loadedAtMs: number) => {
    cache.delete(hash);
    const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(hash, { session, loadedAtMs, used: false });
  };

  const loadUsedAgain = async (): Promise<void> => {
    const asked = generation;
    const nowMs = clock.nowMs();
    const hashes: string[] = [];
    for (const [hash, { used, loadedAtMs }] of cache) {
      if (hashes.length === MAX_TOGETHER) break;
      if (loadedAtMs <= nowMs - CACHE_MS) cache.delete(hash);
      else if (used) hashes.push(hash);
    }
    const found = await load(hashes);
    if (asked !== generation) return;
    for (const hash of hashes) {
      const session = found.get(hash);
      if (session === undefined) cache.delete(hash);
      else keep(hash, session, nowMs);
    }
  };

  const refresh = () => {
    if (isRefreshing) return;
    isRefreshing = true;
    wait(GATHER_MS)
      .then(loadUsedAgain)
      // Nobody waits for it: what is not refreshed expires, and whoever asks then hears of the failure.
      .catch(() => undefined)
      .finally(() => {
        isRefreshing = false;
      });
  };

  return {
    async find(token) {
      if (token.length === 0 || token.length > MAX_TOKEN_CHARS) return null;
      const hash = hashToken(token);
      const nowMs = clock.nowMs();
      const cached = cache.get(hash);
      if (cached && cached.loadedAtMs > nowMs - CACHE_MS && cached.session.expiresAtMs > nowMs) {
        cached.used = true;
        if (cached.loadedAtMs <= nowMs - REFRESH_MS) refresh();
        return cached.session;
      }
      const asked = generation;
      const session = (await load([hash])).get(hash) ?? null;
      if (asked !== generation) return session;
      if (session === null) cache.delete(hash);
      else keep(hash, session, nowMs);
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

function sessionOf({
  token,
  user: { id, name, email, role, phone, version },
  driverId,
}: {
  readonly token: typeof accessTokens.$inferSelect;
  readonly user: typeof users.$inferSelect;
  readonly driverId: number | null;
}): Session {
  return {
    tokenId: token.id,
    expiresAtMs: token.expiresAt.getTime(),
    user: { id, name, email, role, phone, driver_id: driverId, disabled_at: null, version },
    actor: { userId: id, name, role, driverId },
  };
}
