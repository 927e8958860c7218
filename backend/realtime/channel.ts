import { ChannelEvent } from './channel-event.ts';
import type { ChannelWatcher } from './channel-watcher.ts';
import type { Subscriber } from './subscriber.ts';

export interface Member {
  readonly userId: string | number;
  readonly userInfo: unknown;
}

export interface Presence {
  readonly count: number;
  readonly ids: readonly (string | number)[];
  readonly hash: Readonly<Record<string, unknown>>;
}

/** One channel that somebody listens to: its sockets, and on presence channels the people behind them. */
export class Channel {
  readonly subscribers = new Set<Subscriber>();
  /** Presence only: member → its sockets; a member is there while one socket is. */
  readonly #members = new Map<string, Member & { readonly sockets: Set<string> }>();
  readonly #memberOfSocket = new Map<string, string>();

  constructor(readonly name: string) {}

  deliver(message: ChannelEvent, exceptSocketId?: string): void {
    for (const subscriber of this.subscribers)
      if (subscriber.socketId !== exceptSocketId) subscriber.deliver(message);
  }

  isFullFor(member: Member, maxMembers: number): boolean {
    return this.#members.size >= maxMembers && !this.#members.has(String(member.userId));
  }

  /** The others hear of a member's first socket. */
  join(socketId: string, member: Member, watcher: ChannelWatcher | null): void {
    const key = String(member.userId);
    if (this.#memberOfSocket.get(socketId) === key) return;
    this.part(socketId, watcher);
    this.#memberOfSocket.set(socketId, key);
    const present = this.#members.get(key);
    if (present !== undefined) {
      present.sockets.add(socketId);
      return;
    }
    this.#members.set(key, { ...member, sockets: new Set([socketId]) });
    const data = JSON.stringify({ user_id: member.userId, user_info: member.userInfo });
    this.deliver(new ChannelEvent(this.name, 'pusher_internal:member_added', data), socketId);
    watcher?.memberAdded(this.name, key);
  }

  /** The others hear when a member's last socket leaves. */
  part(socketId: string, watcher: ChannelWatcher | null): void {
    const key = this.#memberOfSocket.get(socketId);
    const member = key === undefined ? undefined : this.#members.get(key);
    if (key === undefined || member === undefined) return;
    this.#memberOfSocket.delete(socketId);
    member.sockets.delete(socketId);
    if (member.sockets.size > 0) return;
    this.#members.delete(key);
    const data = JSON.stringify({ user_id: member.userId });
    this.deliver(new ChannelEvent(this.name, 'pusher_internal:member_removed', data), socketId);
    watcher?.memberRemoved(this.name, key);
  }

  /** Who this socket is here. */
  memberOf(socketId: string): Member | undefined {
    const key = this.#memberOfSocket.get(socketId);
    return key === undefined ? undefined : this.#members.get(key);
  }

  socketsOf(userId: string): Iterable<string> {
    return this.#members.get(userId)?.sockets ?? [];
  }

  get presence(): Presence {
    const members = [...this.#members.values()];
    return {
      count: members.length,
      ids: members.map((member) => member.userId),
      hash: Object.fromEntries(members.map((member) => [String(member.userId), member.userInfo])),
    };
  }
}
