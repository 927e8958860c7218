import type { Ticket } from '#lib/protocol/ticket.ts';

/**
 * The version that a command insists on: what the person saw when they began to choose. Changes that do
 * not touch who has the ticket (a note, an ETA) are no reason to refuse; a change of hands is, even though
 * the page has already heard of it.
 *
 * @param seen the ticket when the choice was opened
 * @param now the ticket as it is now
 */
export function seenVersion(seen: Ticket, now: Ticket): number {
  const sameHands =
    seen.status === now.status && seen.driver?.id === now.driver?.id && seen.offer?.id === now.offer?.id;
  return sameHands ? now.version : seen.version;
}
