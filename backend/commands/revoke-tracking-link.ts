import { eq } from 'drizzle-orm';
import { appendEvent } from '#backend/db/events.ts';
import { trackingLinks } from '#backend/db/schema.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import { notFound } from '#backend/platform/refusal.ts';
import type { ChangeSet } from './change-set.ts';

/**
 * Closes a link at once and for good; doing it again is fine.
 * @throws Refusal 404
 */
export async function revokeTrackingLink(change: ChangeSet, linkId: number): Promise<void> {
  const { tx, actor, now, nowMs } = change;
  const [link] = await tx.select().from(trackingLinks).where(eq(trackingLinks.id, linkId)).for('update');
  if (!link) throw notFound('tracking link');
  if (link.revokedAt) return;
  await tx.update(trackingLinks).set({ revokedAt: now }).where(eq(trackingLinks.id, linkId));
  const [ticket] = await loadTickets(tx, [link.ticketId], nowMs);
  await appendEvent(tx, {
    type: 'tracking_link.revoked',
    actor,
    at: now,
    ticketId: link.ticketId,
    after: { link_id: linkId },
    snapshot: ticket ? { ticket } : {},
  });
}
