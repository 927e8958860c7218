/** What went through one socket. Read when somebody looks; written by nothing but increments. */
export interface SocketTraffic {
  readonly messagesIn: number;
  readonly messagesOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Bytes that its reader has not taken yet. */
  readonly queuedBytes: number;
}
