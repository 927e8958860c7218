import { z } from 'zod';

/** The bounds of the realtime server that a deployment may set; what is left out keeps its default. */

/** Name of the limit in the code → its variable, the least and the most that make sense. */
const LIMIT_VARIABLES = {
  maxMessageBytes: ['REALTIME_MAX_MESSAGE_BYTES', 1_000, 1_000_000],
  maxChannelNameLength: ['REALTIME_MAX_CHANNEL_NAME_LENGTH', 40, 200],
  maxChannelsPerConnection: ['REALTIME_MAX_CHANNELS_PER_CONNECTION', 1, 10_000],
  maxConnectionsPerUser: ['REALTIME_MAX_CONNECTIONS_PER_USER', 1, 100_000],
  maxConnections: ['REALTIME_MAX_CONNECTIONS', 1, 1_000_000],
  messagesPerSecond: ['REALTIME_MESSAGES_PER_SECOND', 1, 100_000],
  messageBurst: ['REALTIME_MESSAGE_BURST', 1, 100_000],
  clientEventsPerSecond: ['REALTIME_CLIENT_EVENTS_PER_SECOND', 1, 10_000],
  maxPresenceMembers: ['REALTIME_MAX_PRESENCE_MEMBERS', 1, 100_000],
  maxChannelDataBytes: ['REALTIME_MAX_CHANNEL_DATA_BYTES', 100, 100_000],
  maxQueuedBytes: ['REALTIME_MAX_QUEUED_BYTES', 10_000, 100_000_000],
  activityTimeoutSeconds: ['REALTIME_ACTIVITY_TIMEOUT_SECONDS', 5, 3_600],
  pingAfterMs: ['REALTIME_PING_AFTER_MS', 1_000, 3_600_000],
  pongTimeoutMs: ['REALTIME_PONG_TIMEOUT_MS', 1_000, 3_600_000],
  cacheTtlMs: ['REALTIME_CACHE_TTL_MS', 1_000, 86_400_000],
  maxCachedChannels: ['REALTIME_MAX_CACHED_CHANNELS', 1, 1_000_000],
  overloadDelayMs: ['REALTIME_OVERLOAD_DELAY_MS', 0, 60_000],
  maxEventDataBytes: ['REALTIME_MAX_EVENT_DATA_BYTES', 1_000, 1_000_000],
  maxRequestBytes: ['REALTIME_MAX_REQUEST_BYTES', 10_000, 10_000_000],
} as const satisfies Readonly<Record<string, readonly [variable: string, least: number, most: number]>>;

export type RealtimeLimitName = keyof typeof LIMIT_VARIABLES;

export interface RealtimeConfig {
  readonly limits: Readonly<Partial<Record<RealtimeLimitName, number>>>;
  /** Take a signed request of the HTTP API once only. */
  readonly refuseReplays: boolean;
  /** Where channel_occupied, member_added, client_event and the like are posted to. */
  readonly webhookUrls: readonly string[];
}

const REPLAYS = 'REALTIME_REFUSE_REPLAYS';
const WEBHOOKS = 'PUSHER_WEBHOOK_URL';

const blankIsAbsent = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : value;
const bounded = ([, least, most]: readonly [string, number, number]) => {
  const sentence = `must be a whole number from ${least} to ${most}`;
  const number = z.coerce.number(sentence).int(sentence).min(least, sentence).max(most, sentence);
  return z.preprocess(blankIsAbsent, number.optional());
};
const urls = z.preprocess(
  blankIsAbsent,
  z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((part) => part.trim() || []))
    .pipe(z.array(z.url({ protocol: /^https?$/u, error: 'must be a URL like https://hooks.example.com' }))),
);

/** Every variable that tunes the realtime server. */
export const RealtimeEnvironment = z.object({
  ...Object.fromEntries(Object.values(LIMIT_VARIABLES).map((limit) => [limit[0], bounded(limit)])),
  [REPLAYS]: z.preprocess(blankIsAbsent, z.enum(['true', 'false'], 'must be true or false').default('false')),
  [WEBHOOKS]: urls,
});

export function realtimeConfig(value: z.infer<typeof RealtimeEnvironment>): RealtimeConfig {
  const limits: Partial<Record<RealtimeLimitName, number>> = {};
  for (const name of LIMIT_NAMES) {
    const given: unknown = Reflect.get(value, LIMIT_VARIABLES[name][0]);
    if (typeof given === 'number') limits[name] = given;
  }
  return { limits, refuseReplays: value[REPLAYS] === 'true', webhookUrls: value[WEBHOOKS] };
}

const isLimitName = (name: string): name is RealtimeLimitName => name in LIMIT_VARIABLES;
const LIMIT_NAMES: readonly RealtimeLimitName[] = Object.keys(LIMIT_VARIABLES).filter(isLimitName);
