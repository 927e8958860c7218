import { createRoute, z } from '@hono/zod-openapi';
import { requireUser } from '#backend/api/authenticate.ts';
import { BEARER, createRouter, jsonAnswer, refusals } from '#backend/api/router.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { SyncPage } from '#lib/protocol/sync.ts';
import { syncPage } from './sync-page.ts';

export function syncRoutes(backend: Backend) {
  const router = createRouter();
  router.openapi(
    createRoute({
      method: 'get',
      path: '/sync',
      tags: ['Sync'],
      security: BEARER,
      middleware: requireUser(backend),
      request: { query: z.object({ cursor: z.string().optional() }) },
      responses: {
        200: jsonAnswer(SyncPage, 'What changed for the caller since the cursor.'),
        401: refusals,
      },
    }),
    async (c) => {
      const { cursor } = c.req.valid('query');
      c.header('Cache-Control', 'no-store');
      return c.json(await syncPage(backend.db, c.get('actor'), cursor, backend.clock.nowMs()), 200);
    },
  );
  return router;
}
