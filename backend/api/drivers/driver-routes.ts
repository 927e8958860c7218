import { createRoute, z } from '@hono/zod-openapi';
import { and, count, eq, ilike, inArray, isNull, or, sql } from 'drizzle-orm';
import { requireUser } from '#backend/api/authenticate.ts';
import {
  commaList,
  containing,
  offsetOf,
  orderOf,
  pageOf,
  searchText,
  sortText,
} from '#backend/api/paging.ts';
import { BEARER, createRouter, IdParam, jsonAnswer, jsonBody, refusals } from '#backend/api/router.ts';
import { createDriver } from '#backend/commands/create-driver.ts';
import { updateDriver } from '#backend/commands/update-driver.ts';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { drivers, users } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { DRIVER_STATUSES, DUTIES, SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { CreateDriverRequest, Driver, UpdateDriverRequest } from '#lib/protocol/driver.ts';
import { one, page, PageQuery } from '#lib/protocol/paging.ts';

const SORTS = {
  id: drivers.id,
  name: drivers.name,
  status: drivers.status,
  created_at: drivers.createdAt,
  updated_at: drivers.updatedAt,
};

const ListQuery = PageQuery.extend({
  duty: commaList(z.enum(DUTIES)),
  status: commaList(z.enum(DRIVER_STATUSES)),
  skill: commaList(z.enum(SERVICE_TYPES)),
  search: searchText,
  sort: sortText(Object.keys(SORTS)),
});

export function driverRoutes(backend: Backend) {
  const { db, config } = backend;
  const router = createRouter();
  const common = {
    tags: ['Drivers'],
    security: BEARER,
    middleware: requireUser(backend, 'admin', 'dispatcher'),
  };

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/drivers',
      request: { query: ListQuery },
      responses: { 200: jsonAnswer(page(Driver), 'Drivers whose account is live.'), 422: refusals },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const pattern = query.search ? containing(query.search) : undefined;
      const where = and(
        isNull(users.disabledAt),
        query.duty?.length ? inArray(drivers.duty, query.duty) : undefined,
        query.status?.length ? inArray(drivers.status, query.status) : undefined,
        query.skill?.length ? sql`${drivers.skills} && ${sql.param(query.skill)}::text[]` : undefined,
        pattern
          ? or(
              ilike(drivers.name, pattern),
              ilike(drivers.phone, pattern),
              ilike(
                sql`concat_ws(' ', ${drivers.vehicle}->>'colour', ${drivers.vehicle}->>'make',
                ${drivers.vehicle}->>'model', ${drivers.vehicle}->>'plate')`,
                pattern,
              ),
            )
          : undefined,
      );
      const from = db.select({ id: drivers.id }).from(drivers).innerJoin(users, eq(users.id, drivers.userId));
      const [total] = await db
        .select({ rows: count() })
        .from(drivers)
        .innerJoin(users, eq(users.id, drivers.userId))
        .where(where);
      const ids = await from
        .where(where)
        .orderBy(...orderOf(query.sort, SORTS, 'id', drivers.id))
        .limit(query.per_page)
        .offset(offsetOf(query));
      const data = await loadDrivers(
        db,
        ids.map((row) => row.id),
      );
      return c.json(pageOf(c, config, query, total?.rows ?? 0, data), 200);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'post',
      path: '/drivers',
      request: { body: jsonBody(CreateDriverRequest) },
      responses: { 201: jsonAnswer(one(Driver), 'Made.'), 422: refusals },
    }),
    async (c) => c.json({ data: await createDriver(backend, c.get('actor'), c.req.valid('json')) }, 201),
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/drivers/{id}',
      request: { params: IdParam },
      responses: { 200: jsonAnswer(one(Driver), 'The driver.'), 404: refusals },
    }),
    async (c) => {
      const [driver] = await loadDrivers(db, [c.req.valid('param').id]);
      if (!driver) throw notFound('driver');
      return c.json({ data: driver }, 200);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'patch',
      path: '/drivers/{id}',
      request: { params: IdParam, body: jsonBody(UpdateDriverRequest) },
      responses: { 200: jsonAnswer(one(Driver), 'Changed.'), 404: refusals, 409: refusals, 422: refusals },
    }),
    async (c) => {
      const driver = await updateDriver(
        backend,
        c.get('actor'),
        c.req.valid('param').id,
        c.req.valid('json'),
      );
      return c.json({ data: driver }, 200);
    },
  );

  return router;
}
