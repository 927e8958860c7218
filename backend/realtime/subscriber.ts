import type { ChannelEvent } from './channel-event.ts';
import type { SocketTraffic } from './socket-traffic.ts';

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
