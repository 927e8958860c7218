import type { Driver } from '#lib/protocol/driver.ts';

/** One fix that has become durable; the newest of a driver moves it on the maps. */
export interface StoredFix {
  readonly driverId: number;
  /** The ticket the driver works on, if any. */
  readonly ticketId: number | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly heading: number | null;
  /** m/s */
  readonly speed: number | null;
  readonly accuracy: number | null;
  readonly recordedAtMs: number;
  readonly seq: number;
}

export interface FleetFeed {
  /** Called by the location writer after its commit; rows of one driver in fix order. */
  fixesStored(fixes: readonly StoredFix[]): void;
  /** Called when a driver's status, duty or name has changed (the publisher does). */
  driverChanged(driver: Driver): void;
  close(): Promise<void>;
}
