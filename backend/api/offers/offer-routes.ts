import { createRoute, z } from '@hono/zod-openapi';
import { and, count, desc, eq, gt, inArray, ne, or, sql } from 'drizzle-orm';
import { acceptOffer } from '#backend/commands/accept-offer.ts';
import { runCommand, runTicketCommand } from '#backend/commands/change-set.ts';
import { declineOffer } from '#backend/commands/decline-offer.ts';
import { isStaffActor } from '#backend/commands/visibility.ts';
import { loadOffers, loadOwnOffers } from '#backend/db/offer-resource.ts';
import { offers } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { OFFER_STATUSES, type OfferStatus } from '#lib/domain/vocabulary.ts';
import { DeclineRequest, DriverOffer, Offer } from '#lib/protocol/offer.ts';
import { one, page, PageQuery } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { requireUser } from '../authenticate.ts';
import { optionalBody } from '../optional-body.ts';
import { commaList, offsetOf, pageOf } from '../paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, refusals } from '../router.ts';
import { answerTicket } from '../tickets/ticket-answer.ts';

const OfferQuery = PageQuery.extend({ status: commaList(z.enum(OFFER_STATUSES)) });

/** A driver's offers, and the driver's answer to them. */
export function offerRoutes(backend: Backend) {
  const { db, clock, config } = backend;
  const driver = requireUser(backend, 'driver');
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'get',
      path: '/offers',
      summary: "The driver's own offers, newest first; all of them for staff",
      security: BEARER,
      middleware: [requireUser(backend, 'driver', 'dispatcher', 'admin')] as const,
      request: { query: OfferQuery },
      responses: {
        200: jsonAnswer(page(z.union([DriverOffer, Offer])), 'Offers; pending ones show the job'),
        default: refusals,
      },
    }),
    async (c) => {
      const actor = c.get('actor');
      const query = c.req.valid('query');
      const now = new Date(clock.nowMs());
      const where = and(
        isStaffActor(actor) ? undefined : eq(offers.driverId, actor.driverId ?? 0),
        statusFilter(query.status, now),
      );
      const [counted] = await db.select({ total: count() }).from(offers).where(where);
      const rows = await db
        .select({ id: offers.id })
        .from(offers)
        .where(where)
        .orderBy(desc(offers.id))
        .limit(query.per_page)
        .offset(offsetOf(query));
      const ids = rows.map((row) => row.id);
      const data = isStaffActor(actor)
        ? await loadOffers(db, ids)
        : await loadOwnOffers(db, ids, now.getTime());
      return c.json(pageOf(c, config, query, counted?.total ?? 0, data), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/offers/{id}/accept',
      summary: 'Take the ticket; one driver wins',
      security: BEARER,
      middleware: [driver] as const,
      request: { params: IdParam },
      responses: { 200: jsonAnswer(one(Ticket), 'The ticket, now assigned'), default: refusals },
    }),
    async (c) => {
      const ticket = await runTicketCommand(backend, c.get('actor'), (change) =>
        acceptOffer(change, c.req.valid('param').id),
      );
      return c.json(answerTicket(c, ticket), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/offers/{id}/decline',
      summary: 'Leave the ticket to others',
      security: BEARER,
      middleware: [driver, optionalBody] as const,
      request: {
        params: IdParam,
        body: { content: { 'application/json': { schema: DeclineRequest } } },
      },
      responses: { 200: jsonAnswer(one(Offer), 'The offer, now declined'), default: refusals },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const reason = c.req.valid('json').reason ?? null;
      await runCommand(backend, c.get('actor'), (change) => declineOffer(change, id, reason));
      const [offer] = await loadOffers(db, [id]);
      if (!offer) throw notFound('offer');
      return c.json({ data: offer }, 200);
    },
  );

  return router;
}

/** An offer past its time is not pending, whether or not its end has been written down yet. */
function statusFilter(statuses: readonly OfferStatus[] | undefined, now: Date) {
  if (!statuses || statuses.length === 0) return undefined;
  const over = sql`${offers.status} = 'pending' and ${offers.expiresAt} <= ${now.toISOString()}::timestamptz`;
  return or(
    and(inArray(offers.status, [...statuses]), or(ne(offers.status, 'pending'), gt(offers.expiresAt, now))),
    statuses.includes('expired') ? over : undefined,
  );
}
