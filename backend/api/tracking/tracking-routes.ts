import { createRoute, z } from '@hono/zod-openapi';
import type { MiddlewareHandler } from 'hono';
import { cancelTicket } from '#backend/commands/cancel-ticket.ts';
import { runCommand } from '#backend/commands/change-set.ts';
import { correctPlace } from '#backend/commands/correct-place.ts';
import { findTrackingLink, type LiveLink } from '#backend/commands/find-tracking-link.ts';
import { NO_IF_MATCH } from '#backend/commands/if-match.ts';
import { rateTicket } from '#backend/commands/rate-ticket.ts';
import { trackingView } from '#backend/commands/tracking-view.ts';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { one } from '#lib/protocol/paging.ts';
import { CancelRequest } from '#lib/protocol/ticket.ts';
import { PickupRequest, RatingRequest, TrackingView } from '#lib/protocol/tracking.ts';
import type { ApiEnv } from '../api-env.ts';
import { createRouter, jsonAnswer, jsonBody, refusals } from '../router.ts';

const TokenParam = z.object({ token: z.string().min(1).openapi({ example: 'the token of the link' }) });

/** Nobody keeps, indexes or passes on what a link shows; refusals included. */
const keepPrivate: MiddlewareHandler<ApiEnv> = async (c, next) => {
  c.header('Cache-Control', 'no-store');
  c.header('X-Robots-Tag', 'noindex');
  c.header('Referrer-Policy', 'no-referrer');
  await next();
};

/** What the holder of a tracking link sees and may do, without an account. */
export function trackingRoutes(backend: Backend) {
  const responses = { 200: jsonAnswer(one(TrackingView), 'What the link shows now'), default: refusals };
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'get',
      path: '/track/{token}',
      summary: 'The job behind a tracking link',
      middleware: [keepPrivate] as const,
      request: { params: TokenParam },
      responses,
    }),
    async (c) => {
      const link = await liveLink(backend, c.req.valid('param').token);
      return c.json({ data: await viewOf(backend, link) }, 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/track/{token}/rating',
      summary: 'Rate a completed job, once',
      middleware: [keepPrivate] as const,
      request: { params: TokenParam, body: jsonBody(RatingRequest) },
      responses,
    }),
    async (c) => {
      const link = await liveLink(backend, c.req.valid('param').token);
      const { rating, comment } = c.req.valid('json');
      await runCommand(backend, link.actor, (change) =>
        rateTicket(change, link.ticketId, rating, comment || null),
      );
      return c.json({ data: await viewOf(backend, link) }, 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/track/{token}/cancel',
      summary: 'Cancel until the driver is on site',
      middleware: [keepPrivate] as const,
      request: { params: TokenParam, body: jsonBody(CancelRequest) },
      responses,
    }),
    async (c) => {
      const link = await liveLink(backend, c.req.valid('param').token);
      const { reason } = c.req.valid('json');
      await runCommand(backend, link.actor, (change) =>
        cancelTicket(change, link.ticketId, reason, NO_IF_MATCH),
      );
      return c.json({ data: await viewOf(backend, link) }, 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/track/{token}/pickup',
      summary: 'Say where the vehicle really stands',
      middleware: [keepPrivate] as const,
      request: { params: TokenParam, body: jsonBody(PickupRequest) },
      responses,
    }),
    async (c) => {
      const link = await liveLink(backend, c.req.valid('param').token);
      const { note, ...place } = c.req.valid('json');
      await runCommand(backend, link.actor, (change) =>
        correctPlace(change, link.ticketId, place, note || null),
      );
      return c.json({ data: await viewOf(backend, link) }, 200);
    },
  );

  return router;
}

const liveLink = ({ db, clock }: Backend, token: string): Promise<LiveLink> =>
  findTrackingLink(db, token, clock.nowMs());

async function viewOf({ db, clock }: Backend, link: LiveLink): Promise<TrackingView> {
  const nowMs = clock.nowMs();
  const [ticket] = await loadTickets(db, [link.ticketId], nowMs);
  if (!ticket) throw notFound('tracking link');
  const [driver] = ticket.driver ? await loadDrivers(db, [ticket.driver.id]) : [];
  return trackingView(ticket, link, driver?.position ?? null, nowMs);
}
