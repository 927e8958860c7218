import { createRoute, z } from '@hono/zod-openapi';
import { requireUser } from '#backend/api/authenticate.ts';
import { commaList, offsetOf, pageOf, searchText, sortText } from '#backend/api/paging.ts';
import { BEARER, createRouter, jsonAnswer, refusals } from '#backend/api/router.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import type { RecordedActivity } from '#backend/realtime/activity.ts';
import type { Hub } from '#backend/realtime/hub.ts';
import { FORBIDDEN, TRY_LATER } from '#backend/realtime/plain-connection.ts';
import type { Principal } from '#backend/realtime/principal.ts';
import { SOCKET_ID } from '#backend/realtime/socket-id.ts';
import { SocketOwners, type OwnerOf } from '#backend/realtime/socket-owners.ts';
import { ACTIVITY_KINDS, ActivityEntry } from '#lib/protocol/activity.ts';
import { Connection, CONNECTION_SORTS } from '#lib/protocol/connection.ts';
import { page, PageQuery } from '#lib/protocol/paging.ts';
import { connectionResource, inOrder, isFound } from './connection-list.ts';

const ListQuery = PageQuery.extend({ search: searchText, sort: sortText(CONNECTION_SORTS) });
const MAX_ACTIVITY = 500;
const ActivityQuery = z.object({
  kind: commaList(z.enum(ACTIVITY_KINDS)),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .transform((n) => Math.min(n, MAX_ACTIVITY))
    .default(100),
});
const SocketParam = z.object({ socket_id: z.string().regex(SOCKET_ID) });
/** Whether the client may come back by itself; a right is ended elsewhere, by its session or account. */
const EndQuery = z.object({ reconnect: z.enum(['true', 'false']).default('true') });

/** Close codes: one that clients answer by coming back after a pause, one that is final for them. */
const COME_BACK = 4100;
const FINAL = { pusher: 4009, plain: FORBIDDEN } as const;

/** Who is connected now, and what happened at the sockets. */
export function connectionRoutes(backend: Backend) {
  const { db, clock, config, hub } = backend;
  const owners = new SocketOwners(db, clock);
  const router = createRouter();
  const common = { tags: ['Admin'], security: BEARER, middleware: requireUser(backend, 'admin') };

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/admin/connections',
      summary: 'Every open socket; the newest first unless sorted otherwise',
      request: { query: ListQuery },
      responses: {
        200: jsonAnswer(page(Connection), 'Open sockets.'),
        401: refusals,
        403: refusals,
        422: refusals,
      },
    }),
    async (c) => {
      const query = c.req.valid('query');
      const { search = '', sort = '-connected_at' } = query;
      const open = [...hub.openConnections()];
      const ownerOf = await owners.load(open.map(({ principal }) => principal));
      const all = open.map((connection) => connectionResource(connection, ownerOf));
      const found = search === '' ? all : all.filter((connection) => isFound(connection, search));
      const from = offsetOf(query);
      const data = inOrder(found, sort).slice(from, from + query.per_page);
      return c.json(pageOf(c, config, query, found.length, data), 200);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'delete',
      path: '/admin/connections/{socket_id}',
      summary: 'End a socket; its client comes back by itself unless reconnect=false',
      request: { params: SocketParam, query: EndQuery },
      responses: { 204: { description: 'Ended.' }, 401: refusals, 403: refusals, 404: refusals },
    }),
    (c) => {
      const connection = hub.openConnection(c.req.valid('param').socket_id);
      if (connection === undefined) throw notFound('connection');
      const mayReturn = c.req.valid('query').reconnect === 'true';
      const { subscriber, principal } = connection;
      const { kind, socketId, address } = subscriber;
      const code = mayReturn ? (kind === 'plain' ? TRY_LATER : COME_BACK) : FINAL[kind];
      hub.activity.record({
        ...{ event: 'socket.disconnected', socketId, kind, address, principal, code },
        reason: `by ${c.get('actor').name}`,
      });
      subscriber.end(code, 'Disconnected by an administrator.');
      return c.body(null, 204);
    },
  );

  router.openapi(
    createRoute({
      ...common,
      method: 'get',
      path: '/admin/activity',
      summary: 'What happened at the sockets lately, the newest first',
      request: { query: ActivityQuery },
      responses: {
        200: jsonAnswer(z.object({ data: z.array(ActivityEntry) }), 'Sockets, refusals and pushes.'),
        401: refusals,
        403: refusals,
        422: refusals,
      },
    }),
    async (c) => {
      const { kind, limit } = c.req.valid('query');
      const principalOf = principalsBySocket(hub);
      const entries = hub.activity
        .recent(kind?.length ? kind : ACTIVITY_KINDS, limit)
        .map((entry) => ({ ...entry, principal: entry.principal ?? principalOf(entry.socketId) }));
      const ownerOf = await owners.load(entries.map(({ principal }) => principal));
      return c.json({ data: entries.map((entry) => activityResource(entry, ownerOf)) }, 200);
    },
  );

  return router;
}

/** A socket opens before it says whose it is: what became known later tells its earlier entries too. */
function principalsBySocket(hub: Hub): (socketId: string | undefined) => Principal | null {
  const known = new Map<string, Principal>();
  for (const { socketId, principal } of hub.activity.recent(['sockets', 'refusals'], Number.MAX_SAFE_INTEGER))
    if (socketId !== undefined && principal) known.set(socketId, principal);
  return (socketId) =>
    socketId === undefined ? null : (hub.openConnection(socketId)?.principal ?? known.get(socketId) ?? null);
}

const activityResource = (entry: RecordedActivity, ownerOf: OwnerOf): ActivityEntry => ({
  id: entry.id,
  at: new Date(entry.atMs).toISOString(),
  event: entry.event,
  socket_id: entry.socketId ?? null,
  kind: entry.kind ?? null,
  who: ownerOf(entry.principal),
  address: entry.address ?? null,
  channels: [...(entry.channels ?? [])],
  name: entry.name ?? null,
  code: entry.code === undefined ? null : String(entry.code),
  reason: entry.reason === undefined || entry.reason === '' ? null : entry.reason,
});
