import type { Logger } from 'pino';
import { ActivityLog } from './activity.ts';
import { ChannelEvent } from './channel-event.ts';
import { ChannelCache } from './channel-cache.ts';
import { DEFAULT_LIMITS, type RealtimeLimits } from './limits.ts';
import type { Principal } from './principal.ts';
import type { SocketTraffic } from './socket-traffic.ts';
import type { Clock } from '#backend/platform/clock.ts';

/** Why the server ended a subscription. */
export interface DropReason {
  readonly status: 401 | 403 | 410;
  readonly code: string;
  readonly message: string;
}

/** Why a socket is gone. */
export interface SocketEnd {
  readonly code: number;
  readonly reason: string;
}

/** One open socket, for the administrator's view. */
export interface OpenConnection {
  readonly subscriber: Subscriber;
  readonly channels: ReadonlySet<string>;
  /** Whose credential it showed last; null until it showed one. */
  readonly principal: Principal | null;
  /** By `pusher:signin`. */
  readonly signedInAs: string | null;
}

/** One socket as the hub sees it, whichever protocol it speaks. */
export interface Subscriber {
  readonly socketId: string;
  readonly kind: 'pusher' | 'plain';
  readonly address: string;
  readonly connectedAtMs: number;
  readonly traffic: SocketTraffic;
  deliver(event: ChannelEvent): void;
  /** The server has ended this subscription; the socket may say so to its client. */
  dropped(channel: string, reason: DropReason): void;
  /** Ends the socket with a close code of the protocol. */
  end(code: number, reason: string): void;
}

export interface Member {
  readonly userId: string | number;
  readonly userInfo: unknown;
}

interface Channel {
  readonly subscribers: Set<Subscriber>;
  /** Presence only: member → its sockets; a member is there while one socket is. */
  readonly members: Map<string, Member & { readonly sockets: Set<string> }>;
  readonly memberOfSocket: Map<string, string>;
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

export interface Presence {
  readonly count: number;
  readonly ids: readonly (string | number)[];
  readonly hash: Readonly<Record<string, unknown>>;
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

export const isPrivate = (channel: string): boolean => channel.startsWith('private-');
export const isPresence = (channel: string): boolean => channel.startsWith('presence-');
export const isEncrypted = (channel: string): boolean => channel.startsWith('private-encrypted-');
export const isCache = (channel: string): boolean =>
  /^(?:private-encrypted-|private-|presence-)?cache-/u.test(channel);
export const userChannelOf = (userId: string): string => `#server-to-user-${userId}`;

/** Who listens where: sockets, channels, presence and the last events of cache channels. No I/O. */
export class Hub {
  readonly #connections = new Map<string, Connection>();
  readonly #channels = new Map<string, Channel>();
  readonly #socketsOfUser = new Map<string, Set<string>>();
  readonly #cache: ChannelCache;
  readonly limits: RealtimeLimits;
  /** What happens at the sockets; never at the pace of events. */
  readonly activity: ActivityLog;

  constructor(
    private readonly clock: Clock,
    limits: Partial<RealtimeLimits> = {},
    log: Logger | null = null,
  ) {
    this.activity = new ActivityLog(clock, log);
    this.limits = { ...DEFAULT_LIMITS, ...limits };
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
    for (const principal of connection.grants.values()) this.#forgetKey(principalKey(principal), socketId);
    if (connection.signedInAs !== null) this.#forgetKey(`user:${connection.signedInAs}`, socketId);
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
    const sockets = this.#socketsOfUser.get(key) ?? new Set<string>();
    if (!sockets.has(socketId) && sockets.size >= this.limits.maxConnectionsPerUser)
      return 'too_many_connections';
    // A client that asks for ever more signatures without joining must not grow this map for ever.
    if (!connection.grants.has(channel) && connection.grants.size >= 2 * this.limits.maxChannelsPerConnection)
      return 'too_many_channels';
    sockets.add(socketId);
    this.#socketsOfUser.set(key, sockets);
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
    const channel = this.#channels.get(channelName) ?? newChannel();
    if (member !== undefined) {
      const refusal = this.#join(channelName, channel, socketId, member);
      if (refusal !== null) return refusal;
    }
    channel.subscribers.add(connection.subscriber);
    this.#channels.set(channelName, channel);
    connection.channels.add(channelName);
    return {
      presence: isPresence(channelName) ? presenceOf(channel) : null,
      cached: isCache(channelName) ? this.#cache.get(channelName) : undefined,
    };
  }

  unsubscribe(socketId: string, channelName: string): boolean {
    const connection = this.#connections.get(socketId);
    const channel = this.#channels.get(channelName);
    if (connection === undefined || channel === undefined || !connection.channels.delete(channelName))
      return false;
    channel.subscribers.delete(connection.subscriber);
    this.#part(channelName, channel, socketId);
    if (channel.subscribers.size === 0) this.#channels.delete(channelName);
    return true;
  }

  isSubscribed(socketId: string, channel: string): boolean {
    return this.#connections.get(socketId)?.channels.has(channel) ?? false;
  }

  signIn(socketId: string, userId: string): void {
    const connection = this.#connections.get(socketId);
    if (connection === undefined) return;
    connection.signedInAs = userId;
    const key = `user:${userId}`;
    const sockets = this.#socketsOfUser.get(key) ?? new Set<string>();
    sockets.add(socketId);
    this.#socketsOfUser.set(key, sockets);
  }

  signedInAs(socketId: string): string | null {
    return this.#connections.get(socketId)?.signedInAs ?? null;
  }

  /** The user id that a presence channel knows this socket by. */
  memberOf(socketId: string, channel: string): Member | undefined {
    const state = this.#channels.get(channel);
    const key = state?.memberOfSocket.get(socketId);
    return key === undefined ? undefined : state?.members.get(key);
  }

  /** Sends an event of the server to each channel. `data` is text, usually JSON. */
  publish(channels: readonly string[], event: string, data: string, exceptSocketId?: string): void {
    for (const name of channels) {
      const message = new ChannelEvent(name, event, data);
      if (isCache(name)) this.#cache.set(name, message);
      this.#deliver(message, exceptSocketId);
    }
  }

  /** Sends what one client says to the others of the channel. */
  whisper(message: ChannelEvent, fromSocketId: string): void {
    this.#deliver(message, fromSocketId);
  }

  hasSubscribers(channel: string): boolean {
    return this.#channels.has(channel);
  }

  channelNames(): IterableIterator<string> {
    return this.#channels.keys();
  }

  subscriptionCount(channel: string): number {
    return this.#channels.get(channel)?.subscribers.size ?? 0;
  }

  presence(channel: string): Presence | null {
    const state = this.#channels.get(channel);
    return state === undefined || !isPresence(channel) ? null : presenceOf(state);
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
    if (principal !== judged) return;
    connection.grants.delete(channel);
    connection.revoked.add(channel);
    this.activity.record({
      ...{ event: 'channel.dropped', socketId, kind: connection.subscriber.kind, channels: [channel] },
      ...{ principal: judged, address: connection.subscriber.address },
      ...{ code: reason.code, reason: reason.message },
    });
    if (principal !== undefined) {
      const key = principalKey(principal);
      const stillKnown =
        key === `user:${connection.signedInAs}` ||
        [...connection.grants.values()].some((other) => principalKey(other) === key);
      if (!stillKnown) this.#forgetKey(key, socketId);
    }
    // A plain socket stands on a right that it need not have subscribed to.
    const subscribed = this.unsubscribe(socketId, channel);
    if (subscribed || connection.subscriber.kind === 'plain') connection.subscriber.dropped(channel, reason);
  }

  /** Every socket of a user, by sign-in, by presence or by the channels the user was let into. */
  socketsOfUser(userId: string): Subscriber[] {
    const found = new Set<Subscriber>();
    for (const socketId of this.#socketsOfUser.get(`user:${userId}`) ?? []) {
      const connection = this.#connections.get(socketId);
      if (connection !== undefined) found.add(connection.subscriber);
    }
    for (const channel of this.#channels.values())
      for (const socketId of channel.members.get(userId)?.sockets ?? []) {
        const connection = this.#connections.get(socketId);
        if (connection !== undefined) found.add(connection.subscriber);
      }
    return [...found];
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

  #deliver(message: ChannelEvent, exceptSocketId: string | undefined): void {
    const channel = this.#channels.get(message.channel);
    if (channel === undefined) return;
    for (const subscriber of channel.subscribers)
      if (subscriber.socketId !== exceptSocketId) subscriber.deliver(message);
  }

  #join(name: string, channel: Channel, socketId: string, member: Member): JoinRefusal | null {
    const key = String(member.userId);
    if (channel.memberOfSocket.get(socketId) === key) return null;
    const present = channel.members.get(key);
    if (present === undefined && channel.members.size >= this.limits.maxPresenceMembers)
      return 'too_many_members';
    this.#part(name, channel, socketId);
    channel.memberOfSocket.set(socketId, key);
    if (present !== undefined) {
      present.sockets.add(socketId);
      return null;
    }
    channel.members.set(key, { ...member, sockets: new Set([socketId]) });
    const data = JSON.stringify({ user_id: member.userId, user_info: member.userInfo });
    this.#deliver(new ChannelEvent(name, 'pusher_internal:member_added', data), socketId);
    return null;
  }

  #part(name: string, channel: Channel, socketId: string): void {
    const key = channel.memberOfSocket.get(socketId);
    const member = key === undefined ? undefined : channel.members.get(key);
    if (key === undefined || member === undefined) return;
    channel.memberOfSocket.delete(socketId);
    member.sockets.delete(socketId);
    if (member.sockets.size > 0) return;
    channel.members.delete(key);
    const data = JSON.stringify({ user_id: member.userId });
    this.#deliver(new ChannelEvent(name, 'pusher_internal:member_removed', data), socketId);
  }

  #forgetKey(key: string, socketId: string): void {
    const sockets = this.#socketsOfUser.get(key);
    sockets?.delete(socketId);
    if (sockets?.size === 0) this.#socketsOfUser.delete(key);
  }
}

const principalOf = ({ principal, signedInAs }: Pick<Connection, 'principal' | 'signedInAs'>) =>
  principal ??
  (signedInAs !== null && /^[1-9]\d{0,9}$/u.test(signedInAs)
    ? ({ kind: 'user', userId: Number(signedInAs), tokenId: 0 } as const)
    : null);

const principalKey = (principal: Principal): string =>
  principal.kind === 'user' ? `user:${principal.userId}` : `link:${principal.linkId}`;

const newChannel = (): Channel => ({
  subscribers: new Set(),
  members: new Map(),
  memberOfSocket: new Map(),
});

function presenceOf(channel: Channel): Presence {
  const members = [...channel.members.values()];
  return {
    count: members.length,
    ids: members.map((member) => member.userId),
    hash: Object.fromEntries(members.map((member) => [String(member.userId), member.userInfo])),
  };
}
