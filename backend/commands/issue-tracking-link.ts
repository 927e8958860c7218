import { appendEvent } from '#backend/db/events.ts';
import { trackingLinks } from '#backend/db/schema.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import { trackingLinkResource } from '#backend/db/tracking-link-resource.ts';
import { forbidden, notFound, Refusal } from '#backend/platform/refusal.ts';
import { hashToken, newToken } from '#backend/platform/tokens.ts';
import type { TrackingLink } from '#lib/protocol/tracking.ts';
import type { ChangeSet } from './change-set.ts';
import { isPastEnd } from './tracking-view.ts';

/** 192 random bits: too many to guess, short enough for an SMS. */
const TOKEN_BYTES = 24;

/**
 * Makes a link for the customer. Its token is in this answer and nowhere else afterwards.
 * @param expiresInSeconds from now
 * @throws Refusal 404, 409 `ticket_ended` when the link would be closed from the start
 */
export async function issueTrackingLink(
  change: ChangeSet,
  ticketId: number,
  expiresInSeconds: number,
  publicUrl: string,
): Promise<TrackingLink> {
  const { tx, actor, now, nowMs } = change;
  if (actor.userId === null) throw forbidden();
  const [ticket] = await loadTickets(tx, [ticketId], nowMs);
  if (!ticket) throw notFound('ticket');
  if (isPastEnd(ticket.ended_at, nowMs)) {
    throw new Refusal(409, 'ticket_ended', 'The ticket has ended; a link would show nothing.', {
      current: ticket,
    });
  }
  const token = newToken(TOKEN_BYTES);
  const [row] = await tx
    .insert(trackingLinks)
    .values({
      ticketId,
      tokenHash: hashToken(token),
      createdBy: actor.userId,
      createdAt: now,
      expiresAt: new Date(nowMs + expiresInSeconds * 1_000),
    })
    .returning();
  if (!row) throw new Error('the new tracking link was not returned');
  await appendEvent(tx, {
    type: 'tracking_link.created',
    actor,
    at: now,
    ticketId,
    after: { link_id: row.id, expires_at: row.expiresAt.toISOString() },
    snapshot: { ticket },
  });
  return { ...trackingLinkResource(row), token, url: `${publicUrl}/track/${token}` };
}
