import { createRoute } from '@hono/zod-openapi';
import { assignTicket } from '#backend/commands/assign-ticket.ts';
import { cancelTicket } from '#backend/commands/cancel-ticket.ts';
import { runTicketCommand } from '#backend/commands/change-set.ts';
import { runOnce } from '#backend/commands/idempotency.ts';
import { parseIfMatch } from '#backend/commands/if-match.ts';
import { offerTicket } from '#backend/commands/offer-ticket.ts';
import { pushUpdate } from '#backend/commands/push-update.ts';
import { setTicketStatus } from '#backend/commands/set-ticket-status.ts';
import { unassignTicket } from '#backend/commands/unassign-ticket.ts';
import { ticketFor } from '#backend/commands/visibility.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { OfferRequest } from '#lib/protocol/offer.ts';
import { one } from '#lib/protocol/paging.ts';
import {
  AdminUpdateRequest,
  AssignRequest,
  CancelRequest,
  StatusRequest,
  Ticket,
} from '#lib/protocol/ticket.ts';
import { requireUser } from '../authenticate.ts';
import { optionalBody } from '../optional-body.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, jsonBody, refusals } from '../router.ts';
import { answerTicket } from './ticket-answer.ts';
import { IdempotencyHeader, IfMatchHeader } from './ticket-routes.ts';

/** What moves a ticket through its life. Each answers the ticket as it is afterwards. */
export function ticketCommandRoutes(backend: Backend) {
  const staff = requireUser(backend, 'admin', 'dispatcher');
  const responses = { 200: jsonAnswer(one(Ticket), 'The ticket afterwards'), default: refusals };
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets/{id}/offer',
      summary: 'Offer a ticket to drivers',
      security: BEARER,
      middleware: [staff, optionalBody] as const,
      request: {
        params: IdParam,
        headers: IdempotencyHeader.extend(IfMatchHeader.shape),
        body: { content: { 'application/json': { schema: OfferRequest } } },
      },
      responses,
    }),
    async (c) => {
      const actor = c.get('actor');
      const { id } = c.req.valid('param');
      const body = OfferRequest.parse(c.req.valid('json'));
      const ifMatch = parseIfMatch(c.req.header('if-match'));
      const call = { key: c.req.header('idempotency-key'), method: 'POST', path: c.req.path, body };
      const outcome = await runOnce(backend, actor, call, one(Ticket), async (change) => {
        await offerTicket(change, id, body, ifMatch);
        return async () => {
          const [ticket] = await loadTickets(change.tx, [id], change.nowMs);
          if (!ticket) throw notFound('ticket');
          return { data: ticketFor(actor, ticket) };
        };
      });
      if (outcome.replayed) c.header('Idempotent-Replayed', 'true');
      c.header('ETag', `"${outcome.body.data.version}"`);
      return c.json(outcome.body, 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets/{id}/assign',
      summary: 'Assign a ticket; taking it from another driver needs If-Match or force',
      security: BEARER,
      middleware: [staff] as const,
      request: { params: IdParam, headers: IfMatchHeader, body: jsonBody(AssignRequest) },
      responses,
    }),
    async (c) => {
      const ifMatch = parseIfMatch(c.req.header('if-match'));
      const ticket = await runTicketCommand(backend, c.get('actor'), (change) =>
        assignTicket(change, c.req.valid('param').id, c.req.valid('json'), ifMatch),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets/{id}/unassign',
      summary: 'Take a ticket back from its driver, or withdraw its offers',
      security: BEARER,
      middleware: [staff] as const,
      request: { params: IdParam, headers: IfMatchHeader },
      responses,
    }),
    async (c) => {
      const ifMatch = parseIfMatch(c.req.header('if-match'));
      const ticket = await runTicketCommand(backend, c.get('actor'), (change) =>
        unassignTicket(change, c.req.valid('param').id, ifMatch),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets/{id}/cancel',
      summary: 'Cancel a ticket; its customer may until the driver is on site',
      security: BEARER,
      middleware: [requireUser(backend)] as const,
      request: { params: IdParam, headers: IfMatchHeader, body: jsonBody(CancelRequest) },
      responses,
    }),
    async (c) => {
      const ifMatch = parseIfMatch(c.req.header('if-match'));
      const ticket = await runTicketCommand(backend, c.get('actor'), (change) =>
        cancelTicket(change, c.req.valid('param').id, c.req.valid('json').reason, ifMatch),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets/{id}/status',
      summary: 'Move a ticket along',
      security: BEARER,
      middleware: [requireUser(backend)] as const,
      request: { params: IdParam, body: jsonBody(StatusRequest) },
      responses,
    }),
    async (c) => {
      const ticket = await runTicketCommand(backend, c.get('actor'), (change) =>
        setTicketStatus(change, c.req.valid('param').id, c.req.valid('json')),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/admin/update',
      summary: 'Push a status, a note for everybody on the ticket, or both',
      security: BEARER,
      middleware: [staff] as const,
      request: { body: jsonBody(AdminUpdateRequest) },
      responses,
    }),
    async (c) => {
      const { ticket_id: ticketId, orderId, ...request } = c.req.valid('json');
      const id = ticketId ?? orderId;
      if (id === undefined) throw notFound('ticket');
      const ticket = await runTicketCommand(backend, c.get('actor'), (change) =>
        pushUpdate(change, id, request),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  return router;
}
