import { and, eq, inArray } from 'drizzle-orm';
import { accessTokens, drivers, tickets, trackingLinks, users } from '#backend/db/schema.ts';
import { isPastEnd } from '#backend/commands/tracking-view.ts';
import type { Queryable } from '#backend/platform/backend.ts';
import { isStaff, type Role } from '#lib/domain/vocabulary.ts';
import { parseChannel } from '#lib/protocol/channels.ts';
import type { DropReason } from './subscriber.ts';
import type { Principal } from './principal.ts';

/** Facts about credentials and tickets, read in a few statements for any number of questions. */
export interface AccessFacts {
  readonly users: ReadonlyMap<
    number,
    {
      readonly name: string;
      readonly role: Role;
      readonly disabled: boolean;
      readonly driverId: number | null;
    }
  >;
  /** Token → its user and end. */
  readonly tokens: ReadonlyMap<number, { readonly userId: number; readonly expiresAtMs: number }>;
  readonly links: ReadonlyMap<
    number,
    {
      readonly expiresAtMs: number;
      readonly revoked: boolean;
      readonly ticketEndedAt: string | null;
    }
  >;
  readonly tickets: ReadonlyMap<number, { readonly customerId: number; readonly driverId: number | null }>;
}

export interface AccessQuestion {
  readonly principal: Principal;
  readonly channel: string;
}

const refusal = (status: DropReason['status'], code: string, message: string): DropReason => ({
  status,
  code,
  message,
});
const forbidden = refusal(403, 'forbidden', 'This channel is not yours.');
const dead = refusal(401, 'unauthenticated', 'The credential is missing, expired or revoked.');

/**
 * Who may join what: the table of channels, nowhere else. The same answer opens a channel and, asked
 * again, keeps it open.
 * @returns null when the principal may be in the channel now
 */
export function accessRefusal(
  { principal, channel }: AccessQuestion,
  facts: AccessFacts,
  nowMs: number,
): DropReason | null {
  const name = parseChannel(channel);
  if (principal.kind === 'link') {
    const link = facts.links.get(principal.linkId);
    if (link === undefined || link.revoked) return refusal(401, 'link_revoked', 'This link was withdrawn.');
    if (link.expiresAtMs <= nowMs) return refusal(401, 'link_expired', 'This link has expired.');
    if (isPastEnd(link.ticketEndedAt, nowMs))
      return refusal(401, 'link_ended', 'This job has ended and its link is closed.');
    return name?.kind === 'tracking' && name.linkId === principal.linkId ? null : forbidden;
  }
  const user = facts.users.get(principal.userId);
  const token = facts.tokens.get(principal.tokenId);
  if (user === undefined || user.disabled || token?.userId !== principal.userId || token.expiresAtMs <= nowMs)
    return dead;
  if (name === undefined) return forbidden;
  const ours = (): boolean => {
    switch (name.kind) {
      case 'fleet':
      case 'dispatch-presence':
        return isStaff(user.role);
      case 'ticket-presence':
        return isStaff(user.role) && facts.tickets.has(name.ticketId);
      case 'ticket': {
        const ticket = facts.tickets.get(name.ticketId);
        if (ticket === undefined) return false;
        if (isStaff(user.role)) return true;
        if (user.role === 'customer') return ticket.customerId === principal.userId;
        return ticket.driverId !== null && ticket.driverId === user.driverId;
      }
      case 'customer':
        return user.role === 'customer' && name.userId === principal.userId;
      case 'driver':
        return user.role === 'driver' && name.driverId === user.driverId;
      case 'user':
        return name.userId === principal.userId;
      case 'tracking':
        return false;
    }
  };
  return ours() ? null : forbidden;
}

/** Reads what `accessRefusal` needs for these questions. */
export async function loadAccessFacts(
  q: Queryable,
  questions: readonly AccessQuestion[],
): Promise<AccessFacts> {
  const userIds = new Set<number>();
  const tokenIds = new Set<number>();
  const linkIds = new Set<number>();
  const ticketIds = new Set<number>();
  for (const { principal, channel } of questions) {
    if (principal.kind === 'link') {
      linkIds.add(principal.linkId);
    } else {
      userIds.add(principal.userId);
      tokenIds.add(principal.tokenId);
    }
    const name = parseChannel(channel);
    if (name?.kind === 'ticket' || name?.kind === 'ticket-presence') ticketIds.add(name.ticketId);
  }
  return {
    users: new Map(
      await load(userIds, async (ids) => {
        const rows = await q
          .select({ user: users, driverId: drivers.id })
          .from(users)
          .leftJoin(drivers, eq(drivers.userId, users.id))
          .where(inArray(users.id, ids));
        return rows.map(({ user, driverId }) => [
          user.id,
          { name: user.name, role: user.role, disabled: user.disabledAt !== null, driverId },
        ]);
      }),
    ),
    tokens: new Map(
      await load(tokenIds, async (ids) => {
        const rows = await q
          .select()
          .from(accessTokens)
          .where(and(inArray(accessTokens.id, ids)));
        return rows.map((row) => [row.id, { userId: row.userId, expiresAtMs: row.expiresAt.getTime() }]);
      }),
    ),
    links: new Map(
      await load(linkIds, async (ids) => {
        const rows = await q
          .select({ link: trackingLinks, endedAt: tickets.endedAt })
          .from(trackingLinks)
          .innerJoin(tickets, eq(tickets.id, trackingLinks.ticketId))
          .where(inArray(trackingLinks.id, ids));
        return rows.map(({ link, endedAt }) => [
          link.id,
          {
            expiresAtMs: link.expiresAt.getTime(),
            revoked: link.revokedAt !== null,
            ticketEndedAt: endedAt?.toISOString() ?? null,
          },
        ]);
      }),
    ),
    tickets: new Map(
      await load(ticketIds, async (ids) => {
        const rows = await q
          .select({ id: tickets.id, customerId: tickets.customerId, driverId: tickets.driverId })
          .from(tickets)
          .where(inArray(tickets.id, ids));
        return rows.map(({ id, ...people }) => [id, people]);
      }),
    ),
  };
}

/** Statements have at most 65,535 parameters; ids beyond a chunk go into the next one. */
const CHUNK = 10_000;

async function load<T>(
  ids: ReadonlySet<number>,
  query: (ids: number[]) => Promise<[number, T][]>,
): Promise<[number, T][]> {
  // Channel names may carry numbers that no integer column can hold; such rows do not exist.
  const possible = [...ids].filter((id) => id <= 2_147_483_647);
  const found: [number, T][] = [];
  for (let start = 0; start < possible.length; start += CHUNK)
    found.push(...(await query(possible.slice(start, start + CHUNK))));
  return found;
}
