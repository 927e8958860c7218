import { eq } from 'drizzle-orm';
import { tickets, trackingLinks } from '#backend/db/schema.ts';
import type { Actor, Queryable } from '#backend/platform/backend.ts';
import { notFound, Refusal } from '#backend/platform/refusal.ts';
import { hashToken } from '#backend/platform/tokens.ts';
import { isPastEnd } from './tracking-view.ts';

export interface LiveLink {
  readonly id: number;
  readonly ticketId: number;
  readonly expiresAt: Date;
  readonly actor: Actor;
}

/** Longer than any token we issue; a longer text need not be hashed. */
const MAX_TOKEN_LENGTH = 200;

/**
 * The link of a token, if it still opens.
 * @throws Refusal 404 unknown, 410 `link_revoked` | `link_expired` | `link_ended`
 */
export async function findTrackingLink(q: Queryable, token: string, nowMs: number): Promise<LiveLink> {
  if (token.length > MAX_TOKEN_LENGTH) throw notFound('tracking link');
  const [row] = await q
    .select({ link: trackingLinks, customerName: tickets.customerName, endedAt: tickets.endedAt })
    .from(trackingLinks)
    .innerJoin(tickets, eq(tickets.id, trackingLinks.ticketId))
    .where(eq(trackingLinks.tokenHash, hashToken(token)));
  if (!row) throw notFound('tracking link');
  const { link } = row;
  if (link.revokedAt) throw new Refusal(410, 'link_revoked', 'This link was withdrawn.');
  if (link.expiresAt.getTime() <= nowMs) throw new Refusal(410, 'link_expired', 'This link has expired.');
  if (isPastEnd(row.endedAt?.toISOString() ?? null, nowMs)) {
    throw new Refusal(410, 'link_ended', 'This job has ended and its link is closed.');
  }
  return {
    id: link.id,
    ticketId: link.ticketId,
    expiresAt: link.expiresAt,
    actor: { userId: null, name: row.customerName, role: 'link', driverId: null },
  };
}
