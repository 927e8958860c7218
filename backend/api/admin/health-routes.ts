import { createRoute } from '@hono/zod-openapi';
import { one } from '#lib/protocol/paging.ts';
import { requireUser } from '#backend/api/authenticate.ts';
import { BEARER, createRouter, jsonAnswer, refusals } from '#backend/api/router.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { Health } from '#lib/protocol/health.ts';
import { healthReport } from './health-report.ts';

/** How the deployment does, for people; `/metrics` is for machines. */
export function adminHealthRoutes(backend: Backend) {
  const startedAtMs = backend.clock.nowMs();
  const router = createRouter();
  router.openapi(
    createRoute({
      tags: ['Admin'],
      security: BEARER,
      middleware: requireUser(backend, 'admin'),
      method: 'get',
      path: '/admin/health',
      summary: 'How the broker, the database, the sockets and the fleet do',
      responses: {
        200: jsonAnswer(one(Health), 'The deployment now.'),
        401: refusals,
        403: refusals,
      },
    }),
    async (c) => c.json({ data: await healthReport(backend, startedAtMs) }, 200),
  );
  return router;
}
