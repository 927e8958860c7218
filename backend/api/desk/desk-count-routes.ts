import { createRoute } from '@hono/zod-openapi';
import { requireUser } from '#backend/api/authenticate.ts';
import { BEARER, createRouter, jsonBody, refusals } from '#backend/api/router.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { DESK_DROPS, DeskCounts } from '#lib/protocol/desk-counts.ts';

/** What the desks dropped: a broken tracker or sender shows in the browser first. */
export function deskCountRoutes(backend: Backend) {
  const router = createRouter();
  router.openapi(
    createRoute({
      tags: ['Desk'],
      security: BEARER,
      middleware: requireUser(backend, 'dispatcher', 'admin'),
      method: 'post',
      path: '/desk/counts',
      summary: 'Report what a page dropped of its live events',
      request: { body: jsonBody(DeskCounts) },
      responses: { 204: { description: 'Counted.' }, default: refusals },
    }),
    (c) => {
      const counts = c.req.valid('json');
      for (const kind of DESK_DROPS) backend.metrics.deskDrops.inc({ kind }, counts[kind] ?? 0);
      return c.body(null, 204);
    },
  );
  return router;
}
