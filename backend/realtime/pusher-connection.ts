import type { ChannelEvent } from './channel-event.ts';
import { ChannelEvent as Whisper } from './channel-event.ts';
import { isEncrypted, isPresence, isPrivate, userChannelOf } from './channel-kind.ts';
import type { Member } from './channel.ts';
import type { Hub, JoinRefusal } from './hub.ts';
import {
  cacheMiss,
  errorFrame,
  PONG,
  signinSuccess,
  subscriptionError,
  subscriptionSucceeded,
} from './pusher-frames.ts';
import { ChannelData, decodePusherMessage, UserData, type PusherMessage } from './pusher-message.ts';
import { channelSignature, sameText, userSignature, type AppCredentials } from './signature.ts';
import type { SocketTraffic } from './socket-traffic.ts';
import type { DropReason, Subscriber } from './subscriber.ts';
import { TokenBucket } from './token-bucket.ts';

const CHANNEL_NAME = /^#?[-a-zA-Z0-9_=@,.;]+$/u;

const REFUSALS: Readonly<Record<JoinRefusal, readonly [status: number, message: string]>> = {
  too_many_channels: [429, 'This connection has joined too many channels.'],
  too_many_members: [429, 'The channel is full.'],
  too_many_connections: [429, 'This user has too many connections.'],
  revoked: [403, 'The right to this channel has ended.'],
  unknown_socket: [409, 'The connection is closed.'],
};

/** The writing half of a socket, so that the protocol can be tested without one. */
export interface PusherTransport extends SocketTraffic {
  send(frame: Buffer): void;
  close(code: number, reason: string): void;
  /** Closes after a delay; until then nothing more is read. */
  closeLater(code: number, reason: string, delayMs: number): void;
}

export interface PusherConnectionOptions {
  readonly hub: Hub;
  readonly app: AppCredentials;
  readonly transport: PusherTransport;
  readonly socketId: string;
  readonly address: string;
  readonly nowMs: () => number;
}

/** One client of the Pusher protocol, version 7: what it may say and what it is answered. */
export class PusherConnection implements Subscriber {
  readonly kind = 'pusher';
  readonly socketId: string;
  readonly address: string;
  readonly connectedAtMs: number;
  readonly traffic: SocketTraffic;
  #ended = false;
  readonly #hub: Hub;
  readonly #app: AppCredentials;
  readonly #transport: PusherTransport;
  readonly #nowMs: () => number;
  readonly #messages: TokenBucket;
  readonly #clientEvents: TokenBucket;

  constructor(options: PusherConnectionOptions) {
    this.#hub = options.hub;
    this.#app = options.app;
    this.#transport = options.transport;
    this.traffic = options.transport;
    this.#nowMs = options.nowMs;
    this.socketId = options.socketId;
    this.address = options.address;
    this.connectedAtMs = options.nowMs();
    const { messagesPerSecond, messageBurst, clientEventsPerSecond } = options.hub.limits;
    this.#messages = new TokenBucket(messagesPerSecond, messageBurst, this.connectedAtMs);
    this.#clientEvents = new TokenBucket(clientEventsPerSecond, clientEventsPerSecond, this.connectedAtMs);
  }

  deliver(event: ChannelEvent): void {
    this.#send(event.pusher);
  }

  dropped(channel: string, reason: DropReason): void {
    this.#send(subscriptionError(channel, reason.status, reason.code, reason.message));
  }

  end(code: number, reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    // Not only when the stream is gone: the others are to see it leave, and nothing more is queued.
    this.#hub.leave(this.socketId, { code, reason });
    this.#send(errorFrame(code, reason));
    // 4100 brings the client back after a second: only a delay here makes a flood slower.
    if (code === 4100) this.#transport.closeLater(code, reason, this.#hub.limits.overloadDelayMs);
    else this.#transport.close(code, reason);
  }

  received(text: string): void {
    if (this.#ended) return;
    if (!this.#messages.take(this.#nowMs())) {
      this.end(4100, 'Too many messages');
      return;
    }
    const message = decodePusherMessage(text);
    if (message === undefined) {
      this.#hub.badMessages += 1;
      this.#send(errorFrame(4200, 'Invalid message format'));
      return;
    }
    this.#handle(message);
  }

  #handle(message: PusherMessage): void {
    switch (message.event) {
      case 'pusher:ping':
        this.#send(PONG);
        return;
      case 'pusher:pong':
        return;
      case 'pusher:subscribe':
        this.#subscribe(
          message.data.channel,
          message.data.auth ?? '',
          message.data.channel_data ?? undefined,
        );
        return;
      case 'pusher:unsubscribe':
        this.#hub.unsubscribe(this.socketId, message.data.channel);
        return;
      case 'pusher:signin':
        this.#signIn(message.data.auth, message.data.user_data);
        return;
      case 'client':
        this.#whisper(message.name, message.channel, message.data);
        return;
    }
  }

  #subscribe(channel: string, auth: string, channelData: string | undefined): void {
    const { maxChannelNameLength, maxChannelDataBytes } = this.#hub.limits;
    if (channel.length > maxChannelNameLength || !CHANNEL_NAME.test(channel)) {
      this.#refuse(
        channel.slice(0, maxChannelNameLength),
        400,
        'invalid_channel',
        'This is no channel name.',
      );
      return;
    }
    if (channel.startsWith('#')) {
      const userId = this.#hub.signedInAs(this.socketId);
      if (userId === null || channel !== userChannelOf(userId)) {
        this.#refuse(channel, 403, 'forbidden', 'Sign in as this user first.');
        return;
      }
    }
    let member: Member | undefined;
    if (isPrivate(channel) || isPresence(channel)) {
      const data = isPresence(channel) ? (channelData ?? '') : channelData;
      if (!sameText(auth, channelSignature(this.#app, this.socketId, channel, data))) {
        this.#refuse(channel, 401, 'bad_signature', 'The signature of the subscription is not valid.');
        return;
      }
      if (isPresence(channel)) {
        const decoded = ChannelData.safeParse(channelData);
        if (!decoded.success || Buffer.byteLength(channelData ?? '') > maxChannelDataBytes) {
          this.#refuse(
            channel,
            400,
            'invalid_channel_data',
            'A presence channel needs channel_data with a user_id.',
          );
          return;
        }
        member = { userId: decoded.data.user_id, userInfo: decoded.data.user_info ?? {} };
      }
    }
    const joined = this.#hub.subscribe(this.socketId, channel, member);
    if (typeof joined === 'string') {
      const [status, text] = REFUSALS[joined];
      this.#refuse(channel, status, joined, text);
      return;
    }
    this.#send(subscriptionSucceeded(channel, joined.presence));
    if (joined.cached === null) this.#send(cacheMiss(channel));
    else if (joined.cached !== undefined) this.#send(joined.cached.pusher);
  }

  #signIn(auth: string, userData: string): void {
    const decoded = UserData.safeParse(userData);
    if (!decoded.success || !sameText(auth, userSignature(this.#app, this.socketId, userData))) {
      this.#send(errorFrame(4009, 'Connection not authorized to sign in'));
      return;
    }
    if (this.#hub.signIn(this.socketId, String(decoded.data.id))) this.#send(signinSuccess(userData));
    else this.#send(errorFrame(4009, 'This user has too many connections.'));
  }

  #whisper(name: string, channel: string, data: unknown): void {
    if ((!isPrivate(channel) && !isPresence(channel)) || isEncrypted(channel)) {
      this.#send(errorFrame(4301, 'Client events go to private and presence channels only.'));
      return;
    }
    if (!this.#hub.isSubscribed(this.socketId, channel)) {
      this.#send(errorFrame(4009, 'The client is not a member of the specified channel.'));
      return;
    }
    if (!this.#clientEvents.take(this.#nowMs())) {
      this.#send(errorFrame(4301, 'The client event was refused: too many a second.'));
      return;
    }
    const member = this.#hub.memberOf(this.socketId, channel);
    this.#hub.whisper(new Whisper(channel, name, JSON.stringify(data), 'raw', member?.userId), this.socketId);
  }

  #refuse(channel: string, status: number, code: string, message: string): void {
    this.#hub.refused(this.socketId, channel, code, message);
    this.#send(subscriptionError(channel, status, code, message));
  }

  #send(frame: Buffer): void {
    this.#transport.send(frame);
  }
}
