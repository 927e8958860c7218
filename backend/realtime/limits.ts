/** Bounds of the realtime server. Each has a default that a small deployment may keep. */
export interface RealtimeLimits {
  /** Longest frame taken from a client; a longer one closes its socket with 1009. */
  readonly maxMessageBytes: number;
  readonly maxChannelNameLength: number;
  readonly maxChannelsPerConnection: number;
  /** Sockets of one user over all devices; further ones may connect but not join. */
  readonly maxConnectionsPerUser: number;
  readonly maxConnections: number;
  /** Steady rate of frames from one socket, and how many may come at once (a reconnect joins everything). */
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  readonly clientEventsPerSecond: number;
  readonly maxPresenceMembers: number;
  readonly maxChannelDataBytes: number;
  /** What may wait for a slow reader before its socket is closed. */
  readonly maxQueuedBytes: number;
  /** Seconds of silence after which a client is told to ping. */
  readonly activityTimeoutSeconds: number;
  /** Silence after which the server pings, and how long it then waits. */
  readonly pingAfterMs: number;
  readonly pongTimeoutMs: number;
  /** How long a cache channel remembers its last event, and how many channels do. */
  readonly cacheTtlMs: number;
  readonly maxCachedChannels: number;
  /** A socket that is refused for load hears 4100 only after this long, so that it does not come at once. */
  readonly overloadDelayMs: number;
  /** Events of the HTTP API: size of `data`, and of a whole request. */
  readonly maxEventDataBytes: number;
  readonly maxRequestBytes: number;
}

export const DEFAULT_LIMITS: RealtimeLimits = {
  maxMessageBytes: 10_000,
  maxChannelNameLength: 164,
  maxChannelsPerConnection: 200,
  maxConnectionsPerUser: 50,
  maxConnections: 20_000,
  messagesPerSecond: 100,
  messageBurst: 500,
  clientEventsPerSecond: 10,
  maxPresenceMembers: 100,
  maxChannelDataBytes: 2_048,
  maxQueuedBytes: 1_048_576,
  activityTimeoutSeconds: 30,
  pingAfterMs: 60_000,
  pongTimeoutMs: 30_000,
  cacheTtlMs: 1_800_000,
  maxCachedChannels: 10_000,
  overloadDelayMs: 2_000,
  maxEventDataBytes: 10_240,
  maxRequestBytes: 262_144,
};
