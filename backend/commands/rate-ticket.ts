import { Refusal } from '#backend/platform/refusal.ts';
import type { ChangeSet } from './change-set.ts';
import { lockScene, ticketOf } from './scene.ts';
import { canRate } from './tracking-view.ts';

/**
 * Keeps the customer's rating of a completed job: one, unchangeable; the same one again is fine.
 * @param rating 1–5
 * @throws Refusal 404, 409 `not_completed` | `already_rated`
 */
export async function rateTicket(
  change: ChangeSet,
  ticketId: number,
  rating: number,
  comment: string | null,
): Promise<void> {
  const ticket = ticketOf(await lockScene(change.tx, { ticketIds: [ticketId] }), ticketId);
  if (ticket.rating === rating) return;
  if (ticket.rating !== null) throw new Refusal(409, 'already_rated', 'You have rated this job already.');
  const endedAt = ticket.endedAt?.toISOString() ?? null;
  if (!canRate({ status: ticket.status, rating: null, ended_at: endedAt }, change.nowMs)) {
    throw new Refusal(409, 'not_completed', 'A job can be rated once it is completed.');
  }
  await change.updateTicket(
    ticket,
    { rating, ratingComment: comment },
    { type: 'ticket.updated', note: comment, before: { rating: null }, after: { rating } },
  );
}
