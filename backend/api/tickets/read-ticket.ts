import { eq } from 'drizzle-orm';
import { mayRead } from '#backend/commands/visibility.ts';
import { tickets } from '#backend/db/schema.ts';
import type { TicketRow } from '#backend/db/ticket-resource.ts';
import type { Actor, Queryable } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';

/** @throws Refusal 404, also for a ticket that the actor may not know of */
export async function readableTicket(q: Queryable, actor: Actor, id: number): Promise<TicketRow> {
  const [row] = await q.select().from(tickets).where(eq(tickets.id, id));
  if (!row || !mayRead(actor, row)) throw notFound('ticket');
  return row;
}
