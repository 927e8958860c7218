import { createRoute } from '@hono/zod-openapi';
import { eq } from 'drizzle-orm';
import { requireUser } from '#backend/api/authenticate.ts';
import { clientAddress } from '#backend/api/client-address.ts';
import { BEARER, createRouter, jsonAnswer, jsonBody, refusals } from '#backend/api/router.ts';
import { setUp } from '#backend/commands/set-up.ts';
import { signIn } from '#backend/commands/sign-in.ts';
import { accessTokens } from '#backend/db/schema.ts';
import { loadUsers } from '#backend/db/user-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { createLoginThrottle } from '#backend/platform/login-throttle.ts';
import { notFound } from '#backend/platform/refusal.ts';
import { one } from '#lib/protocol/paging.ts';
import { LoginRequest, LoginResponse, SetupRequest, User } from '#lib/protocol/user.ts';

export function sessionRoutes(backend: Backend) {
  const { db, clock, config } = backend;
  const router = createRouter();
  const throttle = createLoginThrottle(clock);

  router.openapi(
    createRoute({
      method: 'post',
      path: '/login',
      tags: ['Session'],
      request: { body: jsonBody(LoginRequest) },
      responses: { 200: jsonAnswer(LoginResponse, 'Signed in.'), 422: refusals, 429: refusals },
    }),
    async (c) => {
      c.header('Cache-Control', 'no-store');
      const address = clientAddress(c, config.trustedProxies);
      return c.json(await signIn(backend, throttle, c.req.valid('json'), address), 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/logout',
      tags: ['Session'],
      security: BEARER,
      middleware: requireUser(backend),
      responses: { 204: { description: 'The token is dead.' }, 401: refusals },
    }),
    async (c) => {
      const { tokenId, user } = c.get('session');
      await db.delete(accessTokens).where(eq(accessTokens.id, tokenId));
      backend.sessions.revoked({ userId: user.id, tokenId });
      return c.body(null, 204);
    },
  );

  router.openapi(
    createRoute({
      method: 'get',
      path: '/user',
      tags: ['Session'],
      security: BEARER,
      middleware: requireUser(backend),
      responses: { 200: jsonAnswer(one(User), 'Who the token belongs to.'), 401: refusals },
    }),
    async (c) => {
      const [user] = await loadUsers(db, [c.get('user').id]);
      if (!user) throw notFound('user');
      return c.json({ data: user }, 200);
    },
  );

  router.openapi(
    createRoute({
      method: 'post',
      path: '/setup',
      tags: ['Session'],
      request: { body: jsonBody(SetupRequest) },
      responses: {
        201: jsonAnswer(one(User), 'The first admin is made.'),
        404: refusals,
        410: refusals,
        422: refusals,
      },
    }),
    async (c) => {
      const { token, ...admin } = c.req.valid('json');
      const id = await setUp(backend, token, admin);
      const [user] = await loadUsers(db, [id]);
      if (!user) throw notFound('user');
      return c.json({ data: user }, 201);
    },
  );

  return router;
}
