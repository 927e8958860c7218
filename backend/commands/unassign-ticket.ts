import type { ChangeSet } from './change-set.ts';
import { satisfies, type IfMatch } from './if-match.ts';
import { moveTicket } from './move-ticket.ts';
import { lockScene, ticketOf } from './scene.ts';
import { staleVersion } from './ticket-refusals.ts';

/**
 * Takes a ticket back from its driver, or withdraws its offers: it is `created` again.
 * @returns the ticket's id
 * @throws Refusal 404, 409 `illegal_transition`, 412
 */
export async function unassignTicket(change: ChangeSet, ticketId: number, ifMatch: IfMatch): Promise<number> {
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = ticketOf(scene, ticketId);
  if (!satisfies(ifMatch, ticket.version)) throw await staleVersion(change, ticket, scene);
  await moveTicket(change, scene, ticket, 'created');
  return ticketId;
}
