import { createRoute, z } from '@hono/zod-openapi';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { ticketEvents, ticketTrack } from '#backend/db/ticket-history.ts';
import type { TicketRow } from '#backend/db/ticket-resource.ts';
import type { Actor, Backend } from '#backend/platform/backend.ts';
import { isActive, sharesPosition } from '#lib/domain/ticket-status.ts';
import { one, page, PageQuery } from '#lib/protocol/paging.ts';
import { firstName } from '#lib/protocol/projection.ts';
import { isoTime } from '#lib/protocol/scalars.ts';
import { TicketDriver } from '#lib/protocol/ticket-driver.ts';
import { TimelineEvent, TrackPoint } from '#lib/protocol/ticket.ts';
import { requireUser } from '../authenticate.ts';
import { offsetOf, pageOf } from '../paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, refusals } from '../router.ts';
import { readableTicket } from './read-ticket.ts';
import { timelineEvent, timelineFilter } from './timeline.ts';

/** More than an hour at one fix a second; `since` continues where an answer ended. */
const TRACK_LIMIT = 5_000;

/** What happened to a ticket, where its driver was and is. */
export function ticketHistoryRoutes(backend: Backend) {
  const { db, config } = backend;
  const signedIn = requireUser(backend);
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'get',
      path: '/tickets/{id}/timeline',
      summary: 'Who did what, when, oldest first',
      security: BEARER,
      middleware: [signedIn] as const,
      request: {
        params: IdParam,
        query: PageQuery.extend({ per_page: PageQuery.shape.per_page.default(100) }),
      },
      responses: { 200: jsonAnswer(page(TimelineEvent), 'Events'), default: refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const query = c.req.valid('query');
      const { id } = await readableTicket(db, actor, c.req.valid('param').id);
      const filter = timelineFilter(actor);
      const { rows, total } = await ticketEvents(db, id, filter, query.per_page, offsetOf(query));
      const data = rows.map((row) => timelineEvent(actor, row));
      return c.json(pageOf(c, config, query, total, data), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'get',
      path: '/tickets/{id}/track',
      summary: `Recorded positions after \`since\`, oldest first, at most ${TRACK_LIMIT}`,
      security: BEARER,
      middleware: [signedIn] as const,
      request: { params: IdParam, query: z.object({ since: isoTime.optional() }) },
      responses: { 200: jsonAnswer(page(TrackPoint), 'Points'), default: refusals },
    }),
    async (c) => {
      const ticket = await readableTicket(db, c.get('actor'), c.req.valid('param').id);
      const { since } = c.req.valid('query');
      const share = trackShare(c.get('actor'), ticket);
      const { points, total } = share
        ? await ticketTrack(db, {
            ...share,
            ticketId: ticket.id,
            after: since === undefined ? undefined : new Date(since),
            limit: TRACK_LIMIT,
          })
        : { points: [], total: 0 };
      const request = { page: 1, per_page: TRACK_LIMIT };
      const answer = pageOf(c, config, request, total, points);
      const last = points.at(-1);
      const next = last && total > points.length ? sinceLink(config.publicUrl, c.req.url, last) : null;
      return c.json({ ...answer, links: { ...answer.links, last: null, next } }, 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'get',
      path: '/tickets/{id}/driver-location',
      summary: "The ticket's driver and position; null when there is none to see",
      security: BEARER,
      middleware: [signedIn] as const,
      request: { params: IdParam },
      responses: { 200: jsonAnswer(one(TicketDriver.nullable()), 'The driver, or null'), default: refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const ticket = await readableTicket(db, actor, c.req.valid('param').id);
      return c.json({ data: await driverOf(backend, actor, ticket) }, 200);
    },
  );

  return router;
}

/** A track reads like its ticket: the customer's part begins with `en_route` and ends with the job. */
function trackShare(actor: Actor, ticket: TicketRow): { from?: Date; driverId?: number } | null {
  switch (actor.role) {
    case 'driver':
      return actor.driverId === null ? null : { driverId: actor.driverId };
    case 'customer':
      return sharesPosition(ticket.status) && ticket.enRouteAt && ticket.driverId !== null
        ? { from: ticket.enRouteAt, driverId: ticket.driverId }
        : null;
    default:
      return {};
  }
}

async function driverOf({ db }: Backend, actor: Actor, ticket: TicketRow): Promise<TicketDriver | null> {
  if (ticket.driverId === null || !isActive(ticket.status)) return null;
  const forCustomer = actor.role === 'customer';
  if (forCustomer && !sharesPosition(ticket.status)) return null;
  const [driver] = await loadDrivers(db, [ticket.driverId]);
  if (!driver) return null;
  return {
    id: driver.id,
    name: forCustomer ? firstName(driver.name) : driver.name,
    phone: forCustomer ? null : driver.phone,
    vehicle: driver.vehicle,
    status: driver.status,
    position: driver.position,
  };
}

function sinceLink(publicUrl: string, requestUrl: string, last: TrackPoint): string {
  const url = new URL(requestUrl);
  url.searchParams.set('since', last.recorded_at);
  return `${publicUrl}${url.pathname}${url.search}`;
}
