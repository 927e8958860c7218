import type { Context } from 'hono';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from 'zod';
import type { ApiEnv } from '#backend/api/api-env.ts';
import { bearerToken, unauthenticated } from '#backend/api/authenticate.ts';
import { clientAddress } from '#backend/api/client-address.ts';
import { BEARER, createRouter, jsonAnswer, jsonBody, refusals } from '#backend/api/router.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { Refusal } from '#backend/platform/refusal.ts';
import { accessRefusal, loadAccessFacts } from './channel-access.ts';
import { brokerApp } from './create-broadcaster.ts';
import { findPrincipal } from './find-principal.ts';
import { isPresence } from './channel-kind.ts';
import type { Principal } from './principal.ts';
import { channelSignature, userSignature } from './signature.ts';
import { SOCKET_ID } from './socket-id.ts';

const socketId = z.string().regex(SOCKET_ID, 'The socket_id is not valid.');
const ChannelAuthRequest = z.object({
  socket_id: socketId,
  channel_name: z.string().min(1, 'Name the channel.').max(200, 'The channel_name is too long.'),
});
const UserAuthRequest = z.object({ socket_id: socketId });
const ChannelAuth = z.object({ auth: z.string(), channel_data: z.string().optional() });
const UserAuth = z.object({ auth: z.string(), user_data: z.string() });

/** The door of private and presence channels, called by Echo, pusher-js and every Pusher client. */
export function broadcastingRoutes(backend: Backend): OpenAPIHono<ApiEnv> {
  const router = createRouter();
  const { hub } = backend;
  const app = brokerApp(backend.config);

  router.post('/broadcasting/auth', async (c) => {
    const principal = await principalOf(c, backend);
    const { socket_id, channel_name } = ChannelAuthRequest.parse(await bodyOf(c));
    const question = { principal, channel: channel_name };
    const facts = await loadAccessFacts(backend.db, [question]);
    const recordRefusal = ({ code, message }: { readonly code: string; readonly message: string }) => {
      const address = clientAddress(c, backend.config.trustedProxies);
      hub.activity.record({
        ...{ event: 'auth.refused', socketId: socket_id, channels: [channel_name], principal, address },
        ...{ code, reason: message },
      });
    };
    const refused = accessRefusal(question, facts, backend.clock.nowMs());
    if (refused !== null) {
      recordRefusal(refused);
      throw new Refusal(refused.status === 401 ? 401 : 403, refused.code, refused.message);
    }
    const limited = hub.grant(socket_id, channel_name, principal);
    // A socket of another broker is not ours to count.
    if (limited !== null && limited !== 'unknown_socket') {
      const message = 'Too many connections or channels are open.';
      recordRefusal({ code: limited, message });
      throw new Refusal(429, limited, message, { retryAfterSeconds: 30 });
    }
    if (!isPresence(channel_name) || principal.kind === 'link')
      return c.json({ auth: channelSignature(app, socket_id, channel_name) });
    const user = facts.users.get(principal.userId);
    const channelData = JSON.stringify({
      user_id: String(principal.userId),
      user_info: { id: principal.userId, name: user?.name ?? '', role: user?.role ?? '' },
    });
    return c.json({
      auth: channelSignature(app, socket_id, channel_name, channelData),
      channel_data: channelData,
    });
  });

  router.post('/broadcasting/user-auth', async (c) => {
    const principal = await principalOf(c, backend);
    const { socket_id } = UserAuthRequest.parse(await bodyOf(c));
    if (principal.kind === 'link') throw new Refusal(403, 'forbidden', 'A link is no user.');
    const userData = JSON.stringify({ id: String(principal.userId) });
    return c.json({ auth: userSignature(app, socket_id, userData), user_data: userData });
  });

  for (const [path, request, answer] of [
    ['/broadcasting/auth', ChannelAuthRequest, ChannelAuth],
    ['/broadcasting/user-auth', UserAuthRequest, UserAuth],
  ] as const)
    router.openAPIRegistry.registerPath({
      method: 'post',
      path,
      security: BEARER,
      request: { body: jsonBody(request) },
      responses: {
        200: jsonAnswer(answer, 'The signature that the socket subscribes or signs in with.'),
        401: refusals,
        403: refusals,
        422: refusals,
      },
    });
  return router;
}

async function principalOf(c: Context<ApiEnv>, backend: Backend): Promise<Principal> {
  const token = bearerToken(c.req.header('authorization'));
  const principal = token === undefined ? null : await findPrincipal(backend, token);
  if (principal === null) {
    const address = clientAddress(c, backend.config.trustedProxies);
    backend.hub.activity.record({ event: 'auth.refused', address, code: 'unauthenticated' });
    throw unauthenticated();
  }
  return principal;
}

/** JSON, or the form that pusher-js sends unless told otherwise. */
async function bodyOf(c: Context<ApiEnv>): Promise<unknown> {
  const isJson = /json/iu.test(c.req.header('content-type') ?? '');
  try {
    return isJson ? await c.req.json() : await c.req.parseBody();
  } catch (error) {
    if (isJson) throw new Refusal(400, 'bad_json', 'The body is not valid JSON.', {}, error);
    throw new Refusal(400, 'bad_form', 'The body is not a valid form.', {}, error);
  }
}
