/** A Pusher-protocol socket as the live connection sees it; Echo behind it, a fake in tests. */
export interface RealtimeSocket {
  /** Starts one attempt; answered by `opened` or `lost`. Never retries by itself. */
  open(): void;
  /** Drops the socket or the attempt without an event. May be opened again. Idempotent. */
  close(): void;
  /** Asks for a channel on the open socket; answered by `subscribed` or `refused`, or not at all. */
  subscribe(channel: string): void;
  unsubscribe(channel: string): void;
  /** Asks the server for a sign of life; answered by `alive` if there is one. */
  probe(): void;
}

export interface SocketEvents {
  opened(): void;
  /** The attempt failed or the open socket is gone. */
  lost(): void;
  subscribed(channel: string): void;
  /**
   * @param channel null when the server names none (Reverb's bare error 4009)
   * @param status the auth endpoint's HTTP status, or 403 for a refusal by the broker, 0 unknown
   */
  refused(channel: string | null, status: number): void;
  /** Any frame. */
  alive(): void;
  event(channel: string, name: string, data: unknown): void;
}

export type MakeSocket = (events: SocketEvents) => RealtimeSocket;
