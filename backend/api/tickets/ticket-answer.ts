import type { Context } from 'hono';
import type { ApiEnv } from '../api-env.ts';
import { ticketFor } from '#backend/commands/visibility.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** The ticket as this caller may see it, with its version as the entity tag. */
export function answerTicket(c: Context<ApiEnv>, ticket: Ticket): { data: Ticket } {
  c.header('ETag', `"${ticket.version}"`);
  return { data: ticketFor(c.get('actor'), ticket) };
}
