import { eq, inArray } from 'drizzle-orm';
import { tickets, trackingLinks, users } from '#backend/db/schema.ts';
import type { Database } from '#backend/platform/backend.ts';
import type { Clock } from '#backend/platform/clock.ts';
import type { SocketOwner } from '#lib/protocol/activity.ts';
import type { Principal } from './principal.ts';

/** A table that refreshes itself every few seconds need not ask for the same names every time. */
const KEPT_MS = 15_000;
/** Ids in one question to the database. */
const CHUNK = 5_000;

const keyOf = (principal: Principal): string =>
  principal.kind === 'user' ? `user:${principal.userId}` : `link:${principal.linkId}`;

export type OwnerOf = (principal: Principal | null | undefined) => SocketOwner | null;

/** The names behind sockets. Asked once per page of a view, never at the pace of events. */
export class SocketOwners {
  #known = new Map<string, SocketOwner>();
  #knownSinceMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async load(principals: Iterable<Principal | null | undefined>): Promise<OwnerOf> {
    const nowMs = this.clock.nowMs();
    // Also the bound of the memory: what nobody asks for any more goes with the rest.
    if (nowMs - this.#knownSinceMs >= KEPT_MS) {
      this.#known = new Map();
      this.#knownSinceMs = nowMs;
    }
    const known = this.#known;
    const userIds = new Set<number>();
    const linkIds = new Set<number>();
    for (const principal of principals) {
      if (!principal || known.has(keyOf(principal))) continue;
      if (principal.kind === 'user') userIds.add(principal.userId);
      else linkIds.add(principal.linkId);
    }
    for (const ids of chunks([...userIds])) {
      const rows = await this.db
        .select({ id: users.id, name: users.name, email: users.email, role: users.role })
        .from(users)
        .where(inArray(users.id, ids));
      for (const { id, ...row } of rows)
        known.set(`user:${id}`, { user_id: id, ...row, link_id: null, ticket: null });
    }
    for (const ids of chunks([...linkIds])) {
      const rows = await this.db
        .select({ id: trackingLinks.id, ticketId: tickets.id, reference: tickets.reference })
        .from(trackingLinks)
        .innerJoin(tickets, eq(tickets.id, trackingLinks.ticketId))
        .where(inArray(trackingLinks.id, ids));
      for (const { id, ticketId, reference } of rows)
        known.set(`link:${id}`, {
          ...{ user_id: null, name: null, email: null, role: 'link' },
          ...{ link_id: id, ticket: { id: ticketId, reference } },
        });
    }
    return (principal) => (principal ? (known.get(keyOf(principal)) ?? null) : null);
  }
}

function* chunks(ids: readonly number[]): Generator<number[]> {
  for (let from = 0; from < ids.length; from += CHUNK) yield ids.slice(from, from + CHUNK);
}
