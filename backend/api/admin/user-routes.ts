import { createRoute, z } from '@hono/zod-openapi';
import { and, count, eq, gt, ilike, inArray, or } from 'drizzle-orm';
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
import { createUser } from '#backend/commands/create-user.ts';
import { updateUser } from '#backend/commands/update-user.ts';
import { accessTokens, users } from '#backend/db/schema.ts';
import { loadUsers } from '#backend/db/user-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { nowDate } from '#backend/platform/clock.ts';
import { hashPassword } from '#backend/platform/passwords.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { ROLES } from '#lib/domain/vocabulary.ts';
import { one, page, PageQuery } from '#lib/protocol/paging.ts';
import { CreateUserRequest, UpdateUserRequest, User, UserSession } from '#lib/protocol/user.ts';

const SORTS = { id: users.id, name: users.name, email: users.email, created_at: users.createdAt };

const ListQuery = PageQuery.extend({
  role: commaList(z.enum(ROLES)),
  search: searchText,
  sort: sortText(Object.keys(SORTS)),
});

export function userRoutes(backend: Backend) {
  const { db, clock, config } = backend;
  const router = createRouter();
  const common = { tags: ['Admin'], security: BEARER, middleware: requireUser(backend, 'admin') };

  const mustLoad = async (id: number): Promise<User> => {
    const [user] = await loadUsers(db, [id]);
    if (!user) throw notFound('user');
    return user;
  };

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/admin/users',
      request: { query: ListQuery },
      responses: { 200: jsonAnswer(page(User), 'Accounts.'), 401: refusals, 403: refusals, 422: refusals },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const pattern = query.search ? containing(query.search) : undefined;
      const where = and(
        query.role?.length ? inArray(users.role, query.role) : undefined,
        pattern
          ? or(ilike(users.name, pattern), ilike(users.email, pattern), ilike(users.phone, pattern))
          : undefined,
      );
      const [total] = await db.select({ rows: count() }).from(users).where(where);
      const ids = await db
        .select({ id: users.id })
        .from(users)
        .where(where)
        .orderBy(...orderOf(query.sort, SORTS, 'id', users.id))
        .limit(query.per_page)
        .offset(offsetOf(query));
      const data = await loadUsers(
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
      path: '/admin/users',
      request: { body: jsonBody(CreateUserRequest) },
      responses: { 201: jsonAnswer(one(User), 'Made.'), 401: refusals, 403: refusals, 422: refusals },
    }),
    async (c) => {
      const { password, phone, ...account } = c.req.valid('json');
      const passwordHash = await hashPassword(password);
      const id = await createUser(db, { ...account, phone: phone ?? null, passwordHash }, nowDate(clock));
      return c.json({ data: await mustLoad(id) }, 201);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/admin/users/{id}',
      request: { params: IdParam },
      responses: { 200: jsonAnswer(one(User), 'The account.'), 404: refusals },
    }),
    async (c) => c.json({ data: await mustLoad(c.req.valid('param').id) }, 200),
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'patch',
      path: '/admin/users/{id}',
      request: { params: IdParam, body: jsonBody(UpdateUserRequest) },
      responses: { 200: jsonAnswer(one(User), 'Changed.'), 404: refusals, 409: refusals, 422: refusals },
    }),
    async (c) => {
      const user = await updateUser(backend, c.get('actor'), c.req.valid('param').id, c.req.valid('json'));
      return c.json({ data: user }, 200);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/admin/users/{id}/sessions',
      request: { params: IdParam },
      responses: {
        200: jsonAnswer(z.object({ data: z.array(UserSession) }), 'Signed-in devices.'),
        404: refusals,
      },
    }),
    async (c) => {
      const { id } = await mustLoad(c.req.valid('param').id);
      const rows = await db
        .select()
        .from(accessTokens)
        .where(and(eq(accessTokens.userId, id), gt(accessTokens.expiresAt, nowDate(clock))))
        .orderBy(accessTokens.id);
      const data = rows.map((row): UserSession => ({
        id: row.id,
        device_name: row.deviceName,
        created_at: row.createdAt.toISOString(),
        last_used_at: row.lastUsedAt?.toISOString() ?? null,
        expires_at: row.expiresAt.toISOString(),
      }));
      return c.json({ data }, 200);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'delete',
      path: '/admin/users/{id}/sessions',
      request: { params: IdParam },
      responses: { 204: { description: 'Signed out everywhere.' }, 404: refusals },
    }),
    async (c) => {
      const { id } = await mustLoad(c.req.valid('param').id);
      await db.delete(accessTokens).where(eq(accessTokens.userId, id));
      backend.sessions.revoked({ userId: id, tokenId: null });
      return c.body(null, 204);
    },
  );

  return router;
}
