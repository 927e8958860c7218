import { databaseAway } from '#backend/api/errors.ts';
import { createRouter } from '#backend/api/router.ts';
import type { Backend } from '#backend/platform/backend.ts';

/** For the machine that watches this one: alive, ready, and how it does. Not passed on to the public. */
export function healthRoutes(backend: Backend) {
  const router = createRouter();

  router.get('/healthz', (c) => c.json({ status: 'ok' }));

  router.get('/readyz', async (c) => {
    try {
      await backend.pool.query('select 1');
    } catch (error) {
      throw databaseAway(error);
    }
    return c.json({ status: 'ready' });
  });

  router.get('/metrics', async (c) => {
    const { registry } = backend.metrics;
    return c.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType });
  });

  return router;
}
