import { and, eq } from 'drizzle-orm';
import { asRefusal } from '#backend/api/errors.ts';
import { positions } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import type { Fix } from '#lib/protocol/fix.ts';
import type { Member } from './channel.ts';
import { isPrivate, isPresence } from './channel-kind.ts';
import { ChannelEvent } from './channel-event.ts';
import { accessRefusal, loadAccessFacts } from './channel-access.ts';
import { decodePlainMessage, type PlainMessage } from './plain-message.ts';
import type { PlainIdentity } from './plain-identity.ts';
import { answerRpc } from './plain-rpc.ts';
import type { SocketTraffic } from './socket-traffic.ts';
import type { DropReason, SocketEnd, Subscriber } from './subscriber.ts';
import { textFrame } from './text-frame.ts';
import { TokenBucket } from './token-bucket.ts';
import type { PusherTransport } from './pusher-connection.ts';

/** Close codes of the plain gateway. */
export const UNAUTHENTICATED = 4401;
export const FORBIDDEN = 4403;
export const TRY_LATER = 4100;

/** Messages of one socket that wait for the one before; beyond it the socket is flooding. */
const MAX_WAITING = 200;

/** News that may wait for a snapshot, and tickets whose last told version is remembered. */
const MAX_HELD = 1_000;
const MAX_KNOWN_TICKETS = 5_000;

export interface PlainConnectionOptions {
  readonly backend: Backend;
  readonly transport: PusherTransport;
  readonly socketId: string;
  readonly address: string;
}

export const plainFrame = (message: unknown): Buffer => textFrame(JSON.stringify(message));

/** One client of the plain gateway, once it is known who it is. */
export class PlainConnection implements Subscriber {
  readonly kind = 'plain';
  readonly socketId: string;
  readonly address: string;
  readonly connectedAtMs: number;
  readonly traffic: SocketTraffic;
  #identity: PlainIdentity | null = null;
  readonly #backend: Backend;
  readonly #transport: PusherTransport;
  readonly #messages: TokenBucket;
  readonly #clientEvents: TokenBucket;
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;
  #ended = false;
  #held: (() => void)[] | null = null;
  readonly #told = new Map<number, number>();

  constructor({ backend, transport, socketId, address }: PlainConnectionOptions) {
    this.#backend = backend;
    this.#transport = transport;
    this.traffic = transport;
    this.socketId = socketId;
    this.address = address;
    this.connectedAtMs = backend.clock.nowMs();
    const { messagesPerSecond, messageBurst, clientEventsPerSecond } = backend.hub.limits;
    this.#messages = new TokenBucket(messagesPerSecond, messageBurst, this.connectedAtMs);
    this.#clientEvents = new TokenBucket(clientEventsPerSecond, clientEventsPerSecond, this.connectedAtMs);
  }

  get identity(): PlainIdentity | null {
    return this.#identity;
  }

  /** The stream is gone. */
  closed(end?: SocketEnd): void {
    this.#ended = true;
    this.#backend.hub.leave(this.socketId, end);
  }

  admit(identity: PlainIdentity): void {
    // It may have gone while its token was looked up.
    if (this.#ended) return;
    this.#identity = identity;
    const { hub } = this.#backend;
    hub.open(this);
    // The right to this channel is the right to this socket: the sweep ends both.
    if (hub.grant(this.socketId, identity.baseChannel, identity.principal) === 'too_many_connections')
      this.end(TRY_LATER, 'This user has too many connections.');
  }

  deliver(event: ChannelEvent): void {
    this.tell(event.plain);
  }

  /** Sends what nobody asked for: after the snapshot, if one is on its way. */
  tell(frame: Buffer): void {
    if (this.#held === null) this.send(frame);
    else if (this.#held.length < MAX_HELD) this.#held.push(() => this.send(frame));
    else this.end(TRY_LATER, 'Too much happened at once.');
  }

  /** Sends a ticket's status unless this version, or a newer one, was told before. */
  tellStatus(ticketId: number, version: number, frame: Buffer): void {
    if (this.#held !== null) {
      if (this.#held.length < MAX_HELD) this.#held.push(() => this.tellStatus(ticketId, version, frame));
      else this.end(TRY_LATER, 'Too much happened at once.');
      return;
    }
    if ((this.#told.get(ticketId) ?? 0) >= version) return;
    this.#know(ticketId, version);
    this.send(frame);
  }

  /** From now until the snapshot is sent, news waits. */
  holdForSnapshot(): void {
    this.#held = [];
  }

  snapshot(message: {
    readonly tickets: readonly { readonly id: number; readonly version: number }[];
  }): void {
    this.send(plainFrame(message));
    for (const { id, version } of message.tickets) this.#know(id, version);
    const held = this.#held ?? [];
    this.#held = null;
    for (const send of held) send();
  }

  #know(ticketId: number, version: number): void {
    this.#told.delete(ticketId);
    this.#told.set(ticketId, version);
    if (this.#told.size <= MAX_KNOWN_TICKETS) return;
    const oldest = this.#told.keys().next();
    if (oldest.done !== true) this.#told.delete(oldest.value);
  }

  dropped(channel: string, reason: DropReason): void {
    if (channel === this.#identity?.baseChannel)
      this.end(reason.status === 401 ? UNAUTHENTICATED : FORBIDDEN, reason.message, reason.code);
    else this.#error(reason.code, reason.message, { channel });
  }

  end(code: number, reason: string, word = 'closed'): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#leave(code, reason);
    this.#error(word, reason);
    this.#transport.close(code, reason);
  }

  #leave(code: number, reason: string): void {
    const { hub } = this.#backend;
    if (this.#identity !== null) hub.leave(this.socketId, { code, reason });
    // It never was in the hub: it could not say who it is.
    else hub.activity.record({ ...this.#asFacts(), event: 'socket.refused', code, reason });
  }

  #asFacts() {
    return { socketId: this.socketId, kind: this.kind, address: this.address } as const;
  }

  send(frame: Buffer): void {
    this.#transport.send(frame);
  }

  received(text: string): void {
    const identity = this.#identity;
    const nowMs = this.#backend.clock.nowMs();
    if (this.#ended || identity === null) return;
    if (!this.#messages.take(nowMs) || this.#waiting >= MAX_WAITING) {
      this.end(TRY_LATER, 'Too many messages.', 'too_many_messages');
      return;
    }
    const message = decodePlainMessage(text, nowMs);
    this.#waiting += 1;
    const handled =
      message.type === 'location'
        ? // Side by side, so that a queue of fixes is one group commit; they are ordered by their time.
          this.#location(identity, message.fix)
        : this.#last.then(() => this.#handle(identity, message));
    const settled = handled
      .catch((error: unknown) => this.#failed(error))
      .finally(() => {
        this.#waiting -= 1;
      });
    if (message.type !== 'location') this.#last = settled;
  }

  async #handle(
    identity: PlainIdentity,
    message: Exclude<PlainMessage, { type: 'location' }>,
  ): Promise<void> {
    switch (message.type) {
      case 'auth':
        this.send(plainFrame({ type: 'auth_ok' }));
        return;
      case 'ping':
        this.send(plainFrame({ type: 'pong', timestamp: message.timestamp }));
        return;
      case 'pong':
        return;
      case 'message':
        this.#error('not_available', 'Messages are not available here.');
        return;
      case 'subscribe':
        await this.#subscribe(identity, message.channel);
        return;
      case 'unsubscribe':
        this.#backend.hub.unsubscribe(this.socketId, message.channel);
        this.send(plainFrame({ type: 'unsubscribed', channel: message.channel }));
        return;
      case 'publish':
        this.#publish(message.channel, message.event, message.data);
        return;
      case 'rpc': {
        const answer = await answerRpc(this.#backend, identity.actor, message.body);
        if (answer !== undefined) this.send(plainFrame(answer));
        return;
      }
      case 'invalid':
        this.#backend.hub.badMessages += 1;
        this.#error(message.code, message.message);
        return;
    }
  }

  async #location({ actor: { driverId } }: PlainIdentity, fix: Fix): Promise<void> {
    if (driverId === null) {
      this.#error('forbidden', 'Only drivers send positions.');
      return;
    }
    const { rejected } = await this.#backend.locations.write(driverId, [{ index: 0, fix }]);
    const [refused] = rejected;
    if (refused !== undefined) {
      this.#error(
        refused.code,
        'The position was not stored.',
        fix.seq === undefined ? {} : { seq: fix.seq },
      );
      return;
    }
    this.send(plainFrame({ type: 'ack', seq: fix.seq ?? (await this.#serverSeq(driverId, fix)) }));
  }

  async #serverSeq(driverId: number, fix: Fix): Promise<number | null> {
    const [row] = await this.#backend.db
      .select({ seq: positions.seq })
      .from(positions)
      .where(and(eq(positions.driverId, driverId), eq(positions.recordedAt, new Date(fix.recorded_at))));
    return row?.seq ?? null;
  }

  async #subscribe(identity: PlainIdentity, channel: string): Promise<void> {
    const { db, hub, clock } = this.#backend;
    const { principal, actor } = identity;
    const question = { principal, channel };
    const refused = accessRefusal(question, await loadAccessFacts(db, [question]), clock.nowMs());
    if (refused !== null) {
      hub.refused(this.socketId, channel, refused.code, refused.message);
      this.#error(refused.code, refused.message, { channel });
      return;
    }
    const member: Member | undefined = isPresence(channel)
      ? {
          userId: String(actor.userId),
          userInfo: { id: actor.userId, name: actor.name, role: actor.role },
        }
      : undefined;
    const limited = hub.grant(this.socketId, channel, principal);
    const joined = limited ?? hub.subscribe(this.socketId, channel, member);
    if (typeof joined === 'string') {
      hub.refused(this.socketId, channel, joined, 'The channel cannot be joined now.');
      this.#error(joined, 'The channel cannot be joined now.', { channel });
      return;
    }
    this.send(
      plainFrame({
        type: 'subscribed',
        channel,
        ...(joined.presence === null ? {} : { presence: joined.presence }),
      }),
    );
  }

  #publish(channel: string, event: string, data: unknown): void {
    const { hub, clock } = this.#backend;
    if (!isPrivate(channel) && !isPresence(channel))
      return this.#error('forbidden', 'Events of clients go to private and presence channels only.', {
        channel,
      });
    if (!hub.isSubscribed(this.socketId, channel))
      return this.#error('not_subscribed', 'Subscribe to the channel first.', { channel });
    if (!this.#clientEvents.take(clock.nowMs()))
      return this.#error('too_many_events', 'Too many events a second.', { channel });
    const member = hub.memberOf(this.socketId, channel);
    const text = JSON.stringify(data ?? null);
    hub.whisper(new ChannelEvent(channel, event, text, 'raw', member?.userId), this.socketId);
  }

  #failed(error: unknown): void {
    const refusal = asRefusal(error);
    if (refusal === undefined) this.#backend.log.error({ err: error }, 'unexpected error');
    this.#error(refusal?.code ?? 'server_error', refusal?.message ?? 'Something went wrong on our side.');
  }

  #error(code: string, message: string, more: Readonly<Record<string, unknown>> = {}): void {
    this.send(plainFrame({ type: 'error', code, message, ...more }));
  }
}
