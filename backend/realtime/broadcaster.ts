import type { BroadcastDriver } from '#lib/config/backend-config.ts';

/** One event on its way to some channels, each of which gets the same data. */
export interface BroadcastEvent {
  readonly channels: readonly string[];
  readonly event: string;
  /** Already under MAX_EVENT_BYTES as JSON. */
  readonly data: unknown;
  /** The socket that caused it and is not to hear of it. */
  readonly exceptSocketId?: string;
}

/** How the broker does, as its last answer or silence showed. */
export interface BrokerHealth {
  /** `unknown` until it was asked for the first time. */
  readonly state: 'unknown' | 'up' | 'down';
  /** Since when it is in that state, epoch ms. */
  readonly sinceMs: number;
  /** Why it is down, safe to show; null while it is not. */
  readonly error: string | null;
}

/** Where published events go: the embedded server here, or any Pusher-protocol broker. */
export interface Broadcaster {
  readonly driver: BroadcastDriver;
  /**
   * Deliveries (an event times its channels) that one call of the broker takes. Who publishes more
   * at once may be told of a failure after some were taken.
   */
  readonly callSize: number;
  /**
   * Sends the events in their order. Resolves when the broker has taken all; rejects when it has not,
   * and the caller then keeps them and tries again: at least once, in order.
   */
  publish(events: readonly BroadcastEvent[]): Promise<void>;
  /** Whether anybody listens, where that is known without asking; undefined where it is not. */
  hasSubscribers(channel: string): boolean | undefined;
  /** The channels beginning with `prefix` that somebody listens to; asks the broker. */
  occupiedChannels(prefix: string): Promise<readonly string[]>;
  readonly health: BrokerHealth;
  close(): Promise<void>;
}
