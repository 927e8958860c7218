/** The part of PGlite that the queue speaks to. */
interface Session {
  runExclusive(work: () => Promise<unknown>): Promise<unknown>;
  isInTransaction(): boolean;
  execProtocolRawStream(
    message: Uint8Array,
    options: { onRawData: (bytes: Uint8Array) => void },
  ): Promise<unknown>;
}

export function createSessionQueue(
  db: Session,
  onFailure: (error: unknown) => void,
): {
  enqueue(connection: number, message: Uint8Array, onData: (bytes: Uint8Array) => void): Promise<number>;
  getQueueLength(): number;
  clearQueueForHandler(connection: number): void;
  clearTransactionIfNeeded(connection: number): Promise<void>;
};
