import { createRoute, z } from '@hono/zod-openapi';
import { createTicket } from '#backend/commands/create-ticket.ts';
import { runOnce } from '#backend/commands/idempotency.ts';
import { parseIfMatch } from '#backend/commands/if-match.ts';
import { runTicketCommand } from '#backend/commands/change-set.ts';
import { updateTicket } from '#backend/commands/update-ticket.ts';
import { ticketFor } from '#backend/commands/visibility.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { forbidden } from '#backend/platform/refusal.ts';
import { isStaff } from '#lib/domain/vocabulary.ts';
import { one, page } from '#lib/protocol/paging.ts';
import { CreateTicketRequest, Ticket, UpdateTicketRequest } from '#lib/protocol/ticket.ts';
import { requireUser } from '../authenticate.ts';
import { pageOf } from '../paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, jsonBody, refusals } from '../router.ts';
import { listTickets } from './list-tickets.ts';
import { readableTicket } from './read-ticket.ts';
import { answerTicket } from './ticket-answer.ts';
import { listQueryOf, TicketQuery } from './ticket-query.ts';

export const IdempotencyHeader = z.object({ 'idempotency-key': z.string().optional() });
export const IfMatchHeader = z.object({ 'if-match': z.string().optional() });

/** List, create, read and correct tickets. */
export function ticketRoutes(backend: Backend) {
  const { db, clock, config } = backend;
  const signedIn = requireUser(backend);
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'get',
      path: '/tickets',
      summary: 'Tickets that the caller may see',
      security: BEARER,
      middleware: [signedIn] as const,
      request: { query: TicketQuery },
      responses: { 200: jsonAnswer(page(Ticket), 'One page of tickets'), default: refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const query = c.req.valid('query');
      const { ids, total } = await listTickets(db, actor, listQueryOf(query));
      const rows = await loadTickets(db, ids, clock.nowMs());
      const data = rows.map((ticket) => ticketFor(actor, ticket));
      return c.json(pageOf(c, config, query, total, data), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets',
      summary: 'Open a ticket',
      security: BEARER,
      middleware: [requireUser(backend, 'admin', 'dispatcher', 'customer')] as const,
      request: { headers: IdempotencyHeader, body: jsonBody(CreateTicketRequest) },
      responses: { 201: jsonAnswer(one(Ticket), 'The new ticket'), default: refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const body = c.req.valid('json');
      const call = { key: c.req.header('idempotency-key'), method: 'POST', path: c.req.path, body };
      const outcome = await runOnce(backend, actor, call, one(Ticket), async (change) => {
        const id = await createTicket(change, body);
        return async () => ({
          data: ticketFor(actor, await loadedTicket(change.tx, id, change.nowMs)),
        });
      });
      if (outcome.replayed) c.header('Idempotent-Replayed', 'true');
      c.header('ETag', `"${outcome.body.data.version}"`);
      c.header('Location', `${config.publicUrl}/api/tickets/${outcome.body.data.id}`);
      return c.json(outcome.body, 201);
    },
  );

  router.openapi(
    createRoute({
      method: 'get',
      path: '/tickets/{id}',
      summary: 'One ticket',
      security: BEARER,
      middleware: [signedIn] as const,
      request: { params: IdParam },
      responses: { 200: jsonAnswer(one(Ticket), 'The ticket; ETag is its version'), default: refusals },
    }),
    async (c) => {
      const { id } = await readableTicket(db, c.get('actor'), c.req.valid('param').id);
      return c.json(answerTicket(c, await loadedTicket(db, id, clock.nowMs())), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'patch',
      path: '/tickets/{id}',
      summary: 'Correct a ticket; If-Match is required',
      security: BEARER,
      middleware: [signedIn] as const,
      request: { params: IdParam, headers: IfMatchHeader, body: jsonBody(UpdateTicketRequest) },
      responses: { 200: jsonAnswer(one(Ticket), 'The ticket after the change'), default: refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { id } = await readableTicket(db, actor, c.req.valid('param').id);
      if (!isStaff(c.get('user').role)) throw forbidden('Only dispatch can change a ticket.');
      const ifMatch = parseIfMatch(c.req.header('if-match'));
      const ticket = await runTicketCommand(backend, actor, (change) =>
        updateTicket(change, id, c.req.valid('json'), ifMatch),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  return router;
}

async function loadedTicket(
  q: Parameters<typeof loadTickets>[0],
  id: number,
  nowMs: number,
): Promise<Ticket> {
  const [ticket] = await loadTickets(q, [id], nowMs);
  if (!ticket) throw new Error(`ticket ${id} vanished while it was read`);
  return ticket;
}
