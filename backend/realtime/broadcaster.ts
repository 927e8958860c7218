/** Where published events go: the embedded server here, or any Pusher-protocol broker. */
export interface Broadcaster {
  /**
   * Sends one event to each of the channels (≤ 100). Resolves when the broker has taken it; rejects
   * when it has not, and the publisher then keeps the event and tries again in order.
   * @param data the event's data, already under MAX_EVENT_BYTES as JSON
   */
  publish(channels: readonly string[], event: string, data: unknown, exceptSocketId?: string): Promise<void>;
  /** Whether anybody listens, where the broker can tell; undefined where it cannot. */
  hasSubscribers(channel: string): boolean | undefined;
  close(): Promise<void>;
}
