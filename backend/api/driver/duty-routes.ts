import { createRoute } from '@hono/zod-openapi';
import { runCommand } from '#backend/commands/change-set.ts';
import { setDuty } from '#backend/commands/set-duty.ts';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { forbidden, notFound } from '#backend/platform/refusal.ts';
import { Driver, DutyRequest } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { requireUser } from '../authenticate.ts';
import { BEARER, createRouter, jsonAnswer, jsonBody, refusals } from '../router.ts';

/** The driver's own shift. */
export function dutyRoutes(backend: Backend) {
  const router = createRouter();
  router.openapi(
    createRoute({
      method: 'post',
      path: '/driver/duty',
      summary: 'Go on or off duty',
      security: BEARER,
      middleware: [requireUser(backend, 'driver')] as const,
      request: { body: jsonBody(DutyRequest) },
      responses: { 200: jsonAnswer(one(Driver), 'The driver afterwards'), default: refusals },
    }),
    async (c) => {
      const actor = c.get('actor');
      const { driverId } = actor;
      if (driverId === null) throw forbidden('This account has no driver yet.');
      const { duty } = c.req.valid('json');
      await runCommand(backend, actor, (change) => setDuty(change, driverId, duty));
      const [driver] = await loadDrivers(backend.db, [driverId]);
      if (!driver) throw notFound('driver');
      return c.json({ data: driver }, 200);
    },
  );
  return router;
}
