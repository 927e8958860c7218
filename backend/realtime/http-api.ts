import { Hono, type Context } from 'hono';
import { z } from 'zod';
import type { Clock } from '#backend/platform/clock.ts';
import { isPresence } from './channel-kind.ts';
import type { Hub } from './hub.ts';
import { bodyMd5, requestSignature, sameText, type AppCredentials } from './signature.ts';
import { SOCKET_ID } from './socket-id.ts';

/** How far the clock of a caller may be off. */
const TIMESTAMP_TOLERANCE_SECONDS = 600;
const MAX_CHANNELS_PER_EVENT = 100;
const MAX_BATCH = 10;
/** Signatures kept against replays; only authentic requests get this far. */
const MAX_REMEMBERED = 500_000;

const channelName = z.string().regex(/^#?[-a-zA-Z0-9_=@,.;]+$/u, 'is no channel name');
const EventBody = z
  .object({
    name: z.string().min(1).max(200),
    data: z.string('The data field must be a string.'),
    channel: channelName.optional(),
    channels: z.array(channelName).min(1).max(MAX_CHANNELS_PER_EVENT).optional(),
    socket_id: z.string().regex(SOCKET_ID, 'is no socket id').nullish(),
    info: z.string().nullish(),
  })
  .refine((body) => body.channel !== undefined || body.channels !== undefined, {
    path: ['channels'],
    message: 'Name a channel.',
  });
type EventBody = z.infer<typeof EventBody>;
const BatchBody = z.object({ batch: z.array(EventBody).max(MAX_BATCH) });

export interface HttpApiOptions {
  readonly hub: Hub;
  readonly app: AppCredentials;
  readonly clock: Clock;
  /** Refuse a signed request that was seen before; Reverb and Pusher do not. */
  readonly refuseReplays?: boolean;
}

class ApiRefusal extends Error {
  constructor(
    readonly status: 400 | 401 | 404 | 413,
    message: string,
  ) {
    super(message);
  }
}

/** Pusher's HTTP API (`/apps/{app_id}/…`), as the `pusher` libraries of every language call it. */
export function pusherHttpApi(options: HttpApiOptions): Hono {
  const { hub } = options;
  const api = new Hono();
  const seen = new Map<string, number>();
  const maxLength = hub.limits.maxChannelNameLength;

  const authentic = async (c: Context): Promise<string> => {
    const bytes = new Uint8Array(await readBody(c, hub.limits.maxRequestBytes));
    verify(c, bytes, options);
    if (options.refuseReplays === true) refuseReplay(seen, c, options.clock.nowMs());
    return new TextDecoder().decode(bytes);
  };

  const publish = (event: EventBody): void => {
    const channels = channelsOf(event);
    hub.publish(channels, event.name, event.data, event.socket_id ?? undefined);
    hub.activity.record({ event: 'event.pushed', name: event.name, channels });
  };
  const infoOf = (channels: readonly string[], info: string | null | undefined) =>
    Object.fromEntries(channels.map((channel) => [channel, channelInfo(hub, channel, attributes(info))]));

  const check = (event: EventBody): EventBody => {
    if (Buffer.byteLength(event.data) > hub.limits.maxEventDataBytes)
      throw new ApiRefusal(413, `The data of an event may have ${hub.limits.maxEventDataBytes} bytes.`);
    if (channelsOf(event).some((channel) => channel.length > maxLength))
      throw new ApiRefusal(400, `A channel name may have ${maxLength} characters.`);
    return event;
  };

  api.onError((error, c) => {
    if (error instanceof ApiRefusal) return c.json({ error: error.message }, error.status);
    throw error;
  });

  api.post('/apps/:appId/events', async (c) => {
    const event = check(decode(EventBody, await authentic(c)));
    publish(event);
    return c.json(event.info ? { channels: infoOf(channelsOf(event), event.info) } : {});
  });

  api.post('/apps/:appId/batch_events', async (c) => {
    const { batch } = decode(BatchBody, await authentic(c));
    for (const event of batch) check(event);
    for (const event of batch) publish(event);
    if (!batch.some((event) => event.info)) return c.json({ batch: {} });
    return c.json({
      batch: batch.map((event) => channelInfo(hub, channelsOf(event)[0] ?? '', attributes(event.info))),
    });
  });

  api.get('/apps/:appId/channels', async (c) => {
    await authentic(c);
    const prefix = c.req.query('filter_by_prefix') ?? '';
    const wanted = attributes(c.req.query('info'));
    if (wanted.has('user_count') && !prefix.startsWith('presence-'))
      throw new ApiRefusal(400, 'user_count needs filter_by_prefix=presence-.');
    const channels = [...hub.channelNames()].filter((name) => name.startsWith(prefix));
    wanted.delete('occupied');
    return c.json({
      channels: Object.fromEntries(channels.map((name) => [name, channelInfo(hub, name, wanted)])),
    });
  });

  api.get('/apps/:appId/channels/:channel', async (c) => {
    await authentic(c);
    const channel = c.req.param('channel');
    const wanted = attributes(c.req.query('info'));
    if (wanted.has('user_count') && !isPresence(channel))
      throw new ApiRefusal(400, 'user_count exists on presence channels only.');
    return c.json({ occupied: hub.hasSubscribers(channel), ...channelInfo(hub, channel, wanted) });
  });

  api.get('/apps/:appId/channels/:channel/users', async (c) => {
    await authentic(c);
    const channel = c.req.param('channel');
    if (!isPresence(channel)) throw new ApiRefusal(400, 'Only presence channels have users.');
    const presence = hub.presence(channel);
    return c.json({ users: (presence?.ids ?? []).map((id) => ({ id })) });
  });

  api.get('/apps/:appId/connections', async (c) => {
    await authentic(c);
    return c.json({ connections: hub.connectionCount });
  });

  api.post('/apps/:appId/users/:userId/terminate_connections', async (c) => {
    await authentic(c);
    for (const subscriber of hub.socketsOfUser(c.req.param('userId')))
      subscriber.end(4009, 'The connection was ended by the application.');
    return c.json({});
  });

  api.get('/app/:key', (c) =>
    c.text('Upgrade Required', 426, { Upgrade: 'websocket', Connection: 'Upgrade' }),
  );
  return api;
}

const channelsOf = (event: EventBody): readonly string[] => [
  ...new Set(event.channels ?? (event.channel === undefined ? [] : [event.channel])),
];

const attributes = (info: string | null | undefined): Set<string> =>
  new Set((info ?? '').split(',').map((part) => part.trim()));

function channelInfo(hub: Hub, channel: string, wanted: ReadonlySet<string>): Record<string, unknown> {
  const count = hub.subscriptionCount(channel);
  return {
    ...(wanted.has('occupied') ? { occupied: count > 0 } : {}),
    ...(wanted.has('subscription_count') && !isPresence(channel) ? { subscription_count: count } : {}),
    ...(wanted.has('user_count') && isPresence(channel)
      ? { user_count: hub.presence(channel)?.count ?? 0 }
      : {}),
  };
}

function decode<T extends z.ZodType>(schema: T, text: string): z.infer<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw Object.assign(new ApiRefusal(400, 'The body is not valid JSON.'), { cause: error });
  }
  const decoded = schema.safeParse(value);
  if (decoded.success) return decoded.data;
  const [issue] = decoded.error.issues;
  throw new ApiRefusal(400, `${issue?.path.map(String).join('.') ?? 'body'}: ${issue?.message ?? 'invalid'}`);
}

async function readBody(c: Context, maxBytes: number): Promise<ArrayBuffer> {
  const length = c.req.header('content-length');
  if (Number(length ?? '0') > maxBytes) throw new ApiRefusal(413, `A request may have ${maxBytes} bytes.`);
  // A web stream only for a body of unknown length: it is dearer than the delivery to a hundred sockets.
  if (length !== undefined && c.req.header('transfer-encoding') === undefined) return c.req.arrayBuffer();
  const body = c.req.raw.body;
  if (body === null) return new ArrayBuffer(0);
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of body) {
    total += chunk.byteLength;
    if (total > maxBytes) throw new ApiRefusal(413, `A request may have ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return await new Blob(chunks.map((chunk) => Uint8Array.from(chunk))).arrayBuffer();
}

/** Method, path, query and body are what the caller signed, recently, with our key and secret. */
function verify(c: Context, body: Uint8Array, { app, clock }: HttpApiOptions): void {
  if (c.req.param('appId') !== app.appId) throw new ApiRefusal(404, 'There is no such application.');
  const query = c.req.query();
  const unauthorized = (why: string) => new ApiRefusal(401, why);
  if (query['auth_key'] !== app.appKey) throw unauthorized('The auth_key is unknown.');
  if (query['auth_version'] !== '1.0') throw unauthorized('The auth_version must be 1.0.');
  const timestamp = Number(query['auth_timestamp']);
  const offSeconds = Math.abs(clock.nowMs() / 1_000 - timestamp);
  if (!/^\d+$/u.test(query['auth_timestamp'] ?? '') || offSeconds > TIMESTAMP_TOLERANCE_SECONDS)
    throw unauthorized('The auth_timestamp is too far from the server\u2019s clock.');
  if (body.length > 0 && query['body_md5'] !== bodyMd5(body))
    throw unauthorized('The body_md5 does not fit the body.');
  const path = new URL(c.req.url).pathname;
  const expected = requestSignature(app.appSecret, c.req.method, path, query);
  if (!sameText(query['auth_signature'] ?? '', expected))
    throw unauthorized('The auth_signature is not valid.');
}

function refuseReplay(seen: Map<string, number>, c: Context, nowMs: number): void {
  for (const [signature, untilMs] of seen) {
    if (untilMs > nowMs) break;
    seen.delete(signature);
  }
  const signature = c.req.query('auth_signature') ?? '';
  if (seen.size >= MAX_REMEMBERED)
    throw new ApiRefusal(401, 'Too many requests to remember. Try again later.');
  if (seen.has(signature)) throw new ApiRefusal(401, 'This request was seen before.');
  // Twice the tolerance: a request may be signed that far in the caller's future.
  seen.set(signature, nowMs + 2_000 * TIMESTAMP_TOLERANCE_SECONDS);
}
