import { createRoute, z } from '@hono/zod-openapi';
import { and, asc, count, eq, gte, lte } from 'drizzle-orm';
import { requireUser } from '#backend/api/authenticate.ts';
import { pageOf } from '#backend/api/paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, refusals } from '#backend/api/router.ts';
import { drivers, positions } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { invalid, notFound } from '#backend/platform/refusal.ts';
import { page } from '#lib/protocol/paging.ts';
import { isoTime } from '#lib/protocol/scalars.ts';
import { TrackPoint } from '#lib/protocol/ticket.ts';

const DEFAULT_SPAN_MS = 3_600_000;
/** About three hours at one fix a second; `links.next` leads on where an answer ended. */
export const MAX_POINTS = 10_000;

const Query = z.object({ from: isoTime.optional(), to: isoTime.optional() });

export function positionRoutes(backend: Backend) {
  const { db, clock, config } = backend;
  const router = createRouter();

  router.openapi(
    createRoute({
      method: 'get',
      path: '/drivers/{id}/positions',
      tags: ['Drivers'],
      security: BEARER,
      middleware: requireUser(backend, 'admin', 'dispatcher'),
      request: { params: IdParam, query: Query },
      responses: {
        200: jsonAnswer(
          page(TrackPoint),
          `Recorded positions, oldest first, at most ${MAX_POINTS}; without times the last hour. ` +
            '`meta.total` counts from `from` on; `links.next` begins after the last position of the answer.',
        ),
        404: refusals,
        422: refusals,
      },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const query = c.req.valid('query');
      const to = query.to === undefined ? new Date(clock.nowMs()) : timeOf('to', query.to);
      const from =
        query.from === undefined ? new Date(to.getTime() - DEFAULT_SPAN_MS) : timeOf('from', query.from);
      const [driver] = await db.select({ id: drivers.id }).from(drivers).where(eq(drivers.id, id));
      if (!driver) throw notFound('driver');
      const where = and(
        eq(positions.driverId, id),
        gte(positions.recordedAt, from),
        lte(positions.recordedAt, to),
      );
      const [counted] = await db.select({ total: count() }).from(positions).where(where);
      const total = counted?.total ?? 0;
      const rows = await db
        .select()
        .from(positions)
        .where(where)
        .orderBy(asc(positions.recordedAt))
        .limit(MAX_POINTS);
      const answer = pageOf(c, config, { page: 1, per_page: MAX_POINTS }, total, rows.map(trackPoint));
      const last = rows.at(-1);
      const next =
        last && total > rows.length ? nextLink(config.publicUrl, c.req.url, last.recordedAt, to) : null;
      return c.json({ ...answer, links: { ...answer.links, last: null, next } }, 200);
    },
  );

  return router;
}

/** A driver has one position in a millisecond, so the next one is later than the last. */
function nextLink(publicUrl: string, requestUrl: string, last: Date, to: Date): string {
  const url = new URL(requestUrl);
  url.searchParams.set('from', new Date(last.getTime() + 1).toISOString());
  url.searchParams.set('to', to.toISOString());
  return `${publicUrl}${url.pathname}${url.search}`;
}

/** Times that Postgres and ISO 8601 can both write with four digits. */
function timeOf(field: string, text: string): Date {
  const time = new Date(text);
  const year = time.getUTCFullYear();
  if (year < 1970 || year > 9999) throw invalid(field, `${field} must be a time from 1970 to 9999.`);
  return time;
}

const trackPoint = (row: typeof positions.$inferSelect): TrackPoint => ({
  driver_id: row.driverId,
  latitude: row.latitude,
  longitude: row.longitude,
  heading: row.heading,
  speed: row.speed,
  accuracy: row.accuracy,
  recorded_at: row.recordedAt.toISOString(),
  seq: row.seq,
});
