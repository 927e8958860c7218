import type { Fix, LocationResponse } from '#lib/protocol/fix.ts';

/** Group commit for fixes: callers wait for durability, the database sees few, large statements. */
export interface LocationWriter {
  /**
   * Stores decoded fixes of one driver; resolves once they are durable.
   * @throws Refusal 503 when the bounded queue is full or the database is away
   */
  write(
    driverId: number,
    fixes: readonly { readonly index: number; readonly fix: Fix }[],
  ): Promise<LocationResponse>;
  close(): Promise<void>;
}
