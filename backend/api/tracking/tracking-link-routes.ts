import { createRoute } from '@hono/zod-openapi';
import { count, desc, eq } from 'drizzle-orm';
import { runCommand } from '#backend/commands/change-set.ts';
import { refuseKey } from '#backend/commands/idempotency.ts';
import { issueTrackingLink } from '#backend/commands/issue-tracking-link.ts';
import { revokeTrackingLink } from '#backend/commands/revoke-tracking-link.ts';
import { trackingLinks } from '#backend/db/schema.ts';
import { trackingLinkResource } from '#backend/db/tracking-link-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { one, page, PageQuery } from '#lib/protocol/paging.ts';
import { CreateTrackingLinkRequest, TrackingLink } from '#lib/protocol/tracking.ts';
import { requireUser } from '../authenticate.ts';
import { optionalBody } from '../optional-body.ts';
import { offsetOf, pageOf } from '../paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, refusals } from '../router.ts';
import { readableTicket } from '../tickets/read-ticket.ts';
import { IdempotencyHeader } from '../tickets/ticket-routes.ts';

/** Dispatch makes, lists and revokes the links that customers follow their ticket by. */
export function trackingLinkRoutes(backend: Backend) {
  const { db, config } = backend;
  const staff = requireUser(backend, 'admin', 'dispatcher');
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'post',
      path: '/tickets/{id}/tracking-links',
      summary: 'Make a link; its token is in this answer only',
      security: BEARER,
      middleware: [staff, optionalBody] as const,
      request: {
        params: IdParam,
        headers: IdempotencyHeader,
        body: { content: { 'application/json': { schema: CreateTrackingLinkRequest } } },
      },
      responses: { 201: jsonAnswer(one(TrackingLink), 'The link with token and url'), default: refusals },
    }),
    async (c) => {
      refuseKey(c.req.header('idempotency-key'));
      const { expires_in: expiresIn } = CreateTrackingLinkRequest.parse(c.req.valid('json'));
      const link = await runCommand(backend, c.get('actor'), (change) =>
        issueTrackingLink(change, c.req.valid('param').id, expiresIn, config.publicUrl),
      );
      c.header('Cache-Control', 'no-store');
      return c.json({ data: link }, 201);
    },
  );

  router.openapi(
    createRoute({
      method: 'get',
      path: '/tickets/{id}/tracking-links',
      summary: 'The links of a ticket, newest first, without their tokens',
      security: BEARER,
      middleware: [staff] as const,
      request: { params: IdParam, query: PageQuery },
      responses: { 200: jsonAnswer(page(TrackingLink), 'Links'), default: refusals },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const { id } = await readableTicket(db, c.get('actor'), c.req.valid('param').id);
      const where = eq(trackingLinks.ticketId, id);
      const [counted] = await db.select({ total: count() }).from(trackingLinks).where(where);
      const rows = await db
        .select()
        .from(trackingLinks)
        .where(where)
        .orderBy(desc(trackingLinks.id))
        .limit(query.per_page)
        .offset(offsetOf(query));
      return c.json(pageOf(c, config, query, counted?.total ?? 0, rows.map(trackingLinkResource)), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'delete',
      path: '/tracking-links/{id}',
      summary: 'Close a link at once',
      security: BEARER,
      middleware: [staff] as const,
      request: { params: IdParam },
      responses: { 204: { description: 'Closed' }, default: refusals },
    }),
    async (c) => {
      await runCommand(backend, c.get('actor'), (change) =>
        revokeTrackingLink(change, c.req.valid('param').id),
      );
      return c.body(null, 204);
    },
  );

  return router;
}
