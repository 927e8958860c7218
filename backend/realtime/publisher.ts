/** Publishes committed event rows in commit order, exactly one publisher per database at a time. */
export interface Publisher {
  /** Says that a transaction with event rows has committed; returns at once. */
  wake(): void;
  /** Resolves when every row committed before the call is published (tests, shutdown). */
  drained(): Promise<void>;
  close(): Promise<void>;
}
