import { createRoute } from '@hono/zod-openapi';
import { count, desc, eq, sql } from 'drizzle-orm';
import { requireUser } from '#backend/api/authenticate.ts';
import { optionalBody } from '#backend/api/optional-body.ts';
import { offsetOf, pageOf } from '#backend/api/paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, refusals } from '#backend/api/router.ts';
import { IdempotencyHeader } from '#backend/api/tickets/ticket-routes.ts';
import { addDevice } from '#backend/commands/add-device.ts';
import { runCommand } from '#backend/commands/change-set.ts';
import { refuseKey } from '#backend/commands/idempotency.ts';
import { revokeDevice } from '#backend/commands/revoke-device.ts';
import { deviceResource } from '#backend/db/device-resource.ts';
import { driverDevices, drivers } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { CreateDeviceRequest, Device } from '#lib/protocol/device.ts';
import { one, page, PageQuery } from '#lib/protocol/paging.ts';

const DeviceParam = IdParam.extend({ device_id: IdParam.shape.id });

/** The phones that report for a driver by themselves. */
export function deviceRoutes(backend: Backend) {
  const { db, config, devices, log } = backend;
  const staff = requireUser(backend, 'admin', 'dispatcher');
  const common = { tags: ['Drivers'], security: BEARER };
  const router = createRouter();

  router.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/drivers/{id}/devices',
      summary: 'Add a phone; its token is in this answer only',
      middleware: [staff, optionalBody] as const,
      request: {
        params: IdParam,
        headers: IdempotencyHeader,
        body: { content: { 'application/json': { schema: CreateDeviceRequest } } },
      },
      responses: { 201: jsonAnswer(one(Device), 'The phone, with token and url.'), default: refusals },
    }),
    async (c) => {
      refuseKey(c.req.header('idempotency-key'));
      const { id } = c.req.valid('param');
      const { name } = CreateDeviceRequest.parse(c.req.valid('json'));
      const device = await runCommand(backend, c.get('actor'), (change) =>
        addDevice(change, id, name, config.publicUrl),
      );
      log.info({ driverId: id, deviceId: device.id, byUserId: c.get('actor').userId }, 'phone added');
      c.header('Cache-Control', 'no-store');
      return c.json({ data: device }, 201);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/drivers/{id}/devices',
      summary: 'The phones of a driver without their tokens: live ones first, then newest first',
      middleware: [staff] as const,
      request: { params: IdParam, query: PageQuery },
      responses: { 200: jsonAnswer(page(Device), 'Phones.'), default: refusals },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const { id } = c.req.valid('param');
      const [driver] = await db.select({ id: drivers.id }).from(drivers).where(eq(drivers.id, id));
      if (!driver) throw notFound('driver');
      await devices.flush();
      const where = eq(driverDevices.driverId, id);
      const [counted] = await db.select({ total: count() }).from(driverDevices).where(where);
      const rows = await db
        .select()
        .from(driverDevices)
        .where(where)
        .orderBy(sql`${driverDevices.revokedAt} is not null`, desc(driverDevices.id))
        .limit(query.per_page)
        .offset(offsetOf(query));
      return c.json(pageOf(c, config, query, counted?.total ?? 0, rows.map(deviceResource)), 200);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'delete',
      path: '/drivers/{id}/devices/{device_id}',
      summary: 'Revoke a phone at once',
      middleware: [staff] as const,
      request: { params: DeviceParam },
      responses: { 204: { description: 'Revoked.' }, default: refusals },
    }),
    async (c) => {
      const { id, device_id: deviceId } = c.req.valid('param');
      await runCommand(backend, c.get('actor'), (change) => revokeDevice(change, id, deviceId));
      devices.revoked(deviceId);
      log.info({ driverId: id, deviceId, byUserId: c.get('actor').userId }, 'phone revoked');
      return c.body(null, 204);
    },
  );

  return router;
}
