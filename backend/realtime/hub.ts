import type { Logger } from 'pino';
import { ActivityLog } from './activity.ts';
import { Channel, type Member, type Presence } from './channel.ts';
import { ChannelEvent } from './channel-event.ts';
import { ChannelCache } from './channel-cache.ts';
import { isCache, isPresence, userChannelOf } from './channel-kind.ts';
import type { ChannelWatcher } from './channel-watcher.ts';
import { DEFAULT_LIMITS, type RealtimeLimits } from './limits.ts';
import { principalKey, principalOfSignIn, userKey, type Principal } from './principal.ts';
import type { DropReason, SocketEnd, Subscriber } from './subscriber.ts';
import { UserSockets } from './user-sockets.ts';
import type { Clock } from '#backend/platform/clock.ts';

/** One open socket, for the administrator's view. */
export interface OpenConnection {
  readonly subscriber: Subscriber;
  readonly channels: ReadonlySet<string>;
  /** Whose credential it showed last; null until it showed one. */
  readonly principal: Principal | null;
  /** By `pusher:signin`. */
  readonly signedInAs: string | null;
}

interface Connection {
  readonly subscriber: Subscriber;
  readonly channels: Set<string>;
  /** Who was let into which channel, so that a revocation finds the subscription again. */
  readonly grants: Map<string, Principal>;
  /** Channels whose right has ended: a signature given before is worth nothing until the next grant. */
  readonly revoked: Set<string>;
  principal: Principal | null;
  signedInAs: string | null;
}

export interface JoinedChannel {
  readonly presence: Presence | null;
  /** On cache channels: the last event, or null when there is none. */
  readonly cached: ChannelEvent | null | undefined;
}

export type JoinRefusal =
  'too_many_channels' | 'too_many_members' | 'too_many_connections' | 'revoked' | 'unknown_socket';

export interface Subscription {
  readonly subscriber: Subscriber;
  readonly channel: string;
  readonly principal: Principal;
}

/** Who listens where: sockets, channels and the last events of cache channels. No I/O. */
export class Hub {
  readonly #connections = new Map<string, Connection>();
  readonly #channels = new Map<string, Channel>();
  readonly #users: UserSockets;
  readonly #cache: ChannelCache;
  readonly limits: RealtimeLimits;
  /** What happens at the sockets; never at the pace of events. */
  readonly activity: ActivityLog;
  /** Messages that were none of the protocol, from any socket. */
  badMessages = 0;
  /** Told of channels and members as they come and go. */
  watcher: ChannelWatcher | null = null;

  constructor(
    private readonly clock: Clock,
    limits: Partial<RealtimeLimits> = {},
    log: Logger | null = null,
  ) {
    this.activity = new ActivityLog(clock, log);
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.#users = new UserSockets(this.limits.maxConnectionsPerUser);
    this.#cache = new ChannelCache(clock, this.limits.cacheTtlMs, this.limits.maxCachedChannels);
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  open(subscriber: Subscriber): void {
    this.#connections.set(subscriber.socketId, {
      subscriber,
      channels: new Set(),
      grants: new Map(),
      revoked: new Set(),
      principal: null,
      signedInAs: null,
    });
    const { socketId, kind, address } = subscriber;
    this.activity.record({ event: 'socket.opened', socketId, kind, address });
  }

  /** Ends every subscription of a socket that is gone, or going; only the first call counts. */
  leave(socketId: string, end?: SocketEnd): void {
    const connection = this.#connections.get(socketId);
    if (connection === undefined) return;
    const { kind, address } = connection.subscriber;
    const principal = principalOf(connection);
    this.activity.record({ event: 'socket.closed', socketId, kind, address, principal, ...end });
    for (const channel of [...connection.channels]) this.unsubscribe(socketId, channel);
    for (const granted of connection.grants.values()) this.#users.forget(principalKey(granted), socketId);
    if (connection.signedInAs !== null) this.#users.forget(userKey(connection.signedInAs), socketId);
    this.#connections.delete(socketId);
  }

  /**
   * Remembers that the channel's door let this socket in, before it subscribes. Unknown sockets (of
   * another broker) are ignored. `too_many_connections` when the user has too many sockets already.
   */
  grant(socketId: string, channel: string, principal: Principal): JoinRefusal | null {
    const connection = this.#connections.get(socketId);
    if (connection === undefined) return 'unknown_socket';
    const key = principalKey(principal);
    if (!this.#users.mayAdd(key, socketId)) return 'too_many_connections';
    // A client that asks for ever more signatures without joining must not grow this map for ever.
    if (!connection.grants.has(channel) && connection.grants.size >= 2 * this.limits.maxChannelsPerConnection)
      return 'too_many_channels';
    this.#users.add(key, socketId);
    connection.grants.set(channel, principal);
    connection.principal = principal;
    connection.revoked.delete(channel);
    return null;
  }

  subscribe(socketId: string, channelName: string, member?: Member): JoinedChannel | JoinRefusal {
    const connection = this.#connections.get(socketId);
    if (connection === undefined) return 'unknown_socket';
    if (connection.revoked.has(channelName)) return 'revoked';
    if (
      !connection.channels.has(channelName) &&
      connection.channels.size >= this.limits.maxChannelsPerConnection
    )
      return 'too_many_channels';
    const channel = this.#channels.get(channelName) ?? new Channel(channelName);
    const isNew = channel.subscribers.size === 0;
    if (member !== undefined && channel.isFullFor(member, this.limits.maxPresenceMembers))
      return 'too_many_members';
    if (isNew) this.watcher?.occupied(channelName);
    if (member !== undefined) channel.join(socketId, member, this.watcher);
    channel.subscribers.add(connection.subscriber);
    this.#channels.set(channelName, channel);
    connection.channels.add(channelName);
    const cached = isCache(channelName) ? this.#cache.get(channelName) : undefined;
    if (cached === null) this.watcher?.cacheMissed(channelName);
    return { presence: isPresence(channelName) ? channel.presence : null, cached };
  }

  unsubscribe(socketId: string, channelName: string): boolean {
    const connection = this.#connections.get(socketId);
    const channel = this.#channels.get(channelName);
    if (connection === undefined || channel === undefined || !connection.channels.delete(channelName))
      return false;
    channel.subscribers.delete(connection.subscriber);
    channel.part(socketId, this.watcher);
    if (channel.subscribers.size === 0) {
      this.#channels.delete(channelName);
      this.watcher?.vacated(channelName);
    }
    return true;
  }

  isSubscribed(socketId: string, channel: string): boolean {
    return this.#connections.get(socketId)?.channels.has(channel) ?? false;
  }

  /** @returns false when the user has too many sockets already */
  signIn(socketId: string, userId: string): boolean {
    const connection = this.#connections.get(socketId);
    const key = userKey(userId);
    if (connection === undefined || !this.#users.mayAdd(key, socketId)) return false;
    const before = connection.signedInAs;
    connection.signedInAs = userId;
    if (before !== null && before !== userId) {
      this.unsubscribe(socketId, userChannelOf(before));
      this.#forgetUnlessKnown(connection, userKey(before));
    }
    this.#users.add(key, socketId);
    return true;
  }

  signedInAs(socketId: string): string | null {
    return this.#connections.get(socketId)?.signedInAs ?? null;
  }

  /** The user id that a presence channel knows this socket by. */
  memberOf(socketId: string, channel: string): Member | undefined {
    return this.#channels.get(channel)?.memberOf(socketId);
  }

  /** Sends an event of the server to each channel. `data` is text, usually JSON. */
  publish(channels: readonly string[], event: string, data: string, exceptSocketId?: string): void {
    for (const name of channels) {
      const message = new ChannelEvent(name, event, data);
      if (isCache(name)) this.#cache.set(name, message);
      this.#channels.get(name)?.deliver(message, exceptSocketId);
    }
  }

  /** Sends what one client says to the others of the channel. */
  whisper(message: ChannelEvent, fromSocketId: string): void {
    this.#channels.get(message.channel)?.deliver(message, fromSocketId);
    this.watcher?.whispered(message, fromSocketId);
  }

  hasSubscribers(channel: string): boolean {
    return this.#channels.has(channel);
  }

  get channelCount(): number {
    return this.#channels.size;
  }

  channelNames(): IterableIterator<string> {
    return this.#channels.keys();
  }

  subscriptionCount(channel: string): number {
    return this.#channels.get(channel)?.subscribers.size ?? 0;
  }

  presence(channel: string): Presence | null {
    const state = this.#channels.get(channel);
    return state === undefined || !isPresence(channel) ? null : state.presence;
  }

  /**
   * Every right that was given to a socket, used yet or not, for the revocation sweep: a signature
   * that was fetched and kept must not outlive the right.
   */
  *grantedSubscriptions(): Generator<Subscription> {
    for (const { subscriber, grants } of this.#connections.values())
      for (const [channel, principal] of grants) yield { subscriber, channel, principal };
  }

  /** Ends a right that was found to have ended, with its subscription, and tells the client. */
  drop({ subscriber: { socketId }, channel, principal: judged }: Subscription, reason: DropReason): void {
    const connection = this.#connections.get(socketId);
    if (connection === undefined) return;
    const principal = connection.grants.get(channel);
    // Let in again by another credential since the question was asked.
    if (principal === undefined || principal !== judged) return;
    connection.grants.delete(channel);
    connection.revoked.add(channel);
    this.activity.record({
      ...{ event: 'channel.dropped', socketId, kind: connection.subscriber.kind, channels: [channel] },
      ...{ principal: judged, address: connection.subscriber.address },
      ...{ code: reason.code, reason: reason.message },
    });
    this.#forgetUnlessKnown(connection, principalKey(principal));
    // A plain socket stands on a right that it need not have subscribed to.
    const subscribed = this.unsubscribe(socketId, channel);
    if (subscribed || connection.subscriber.kind === 'plain') connection.subscriber.dropped(channel, reason);
  }

  /** Every socket of a user, by sign-in, by presence or by the channels the user was let into. */
  socketsOfUser(userId: string): Subscriber[] {
    const socketIds = new Set(this.#users.of(userKey(userId)));
    for (const channel of this.#channels.values())
      for (const socketId of channel.socketsOf(userId)) socketIds.add(socketId);
    return [...socketIds].flatMap((socketId) => this.#connections.get(socketId)?.subscriber ?? []);
  }

  subscribers(): Subscriber[] {
    return [...this.#connections.values()].map((connection) => connection.subscriber);
  }

  /** Every open socket with who it belongs to, for the administrator's view. */
  *openConnections(): Generator<OpenConnection> {
    for (const connection of this.#connections.values()) {
      const { subscriber, channels, signedInAs } = connection;
      yield { subscriber, channels, signedInAs, principal: principalOf(connection) };
    }
  }

  openConnection(socketId: string): OpenConnection | undefined {
    const connection = this.#connections.get(socketId);
    return connection && { ...connection, principal: principalOf(connection) };
  }

  /** A socket asked for something in vain. */
  refused(socketId: string, channel: string, code: string, reason: string): void {
    const connection = this.#connections.get(socketId);
    if (connection === undefined) return;
    const { kind, address } = connection.subscriber;
    this.activity.record({
      ...{ event: 'channel.refused', socketId, kind, address, principal: principalOf(connection) },
      ...{ channels: [channel], code, reason },
    });
  }

  #forgetUnlessKnown({ subscriber, signedInAs, grants }: Connection, key: string): void {
    const isKnown =
      (signedInAs !== null && key === userKey(signedInAs)) ||
      [...grants.values()].some((other) => principalKey(other) === key);
    if (!isKnown) this.#users.forget(key, subscriber.socketId);
  }
}

const principalOf = ({ principal, signedInAs }: Pick<Connection, 'principal' | 'signedInAs'>) =>
  principal ?? (signedInAs === null ? null : principalOfSignIn(signedInAs));
