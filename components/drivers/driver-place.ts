/** Where a driver was at the last fix; positions live outside the driver's resource and change faster. */
export interface DriverPlace {
  readonly latitude: number;
  readonly longitude: number;
  /** Epoch ms, server's clock. */
  readonly recordedAtMs: number;
  /** How often the driver usually reports; 0 unknown. */
  readonly reportingIntervalMs?: number;
}

/** Looks up a driver's newest fix; null when there is none. */
export type LocateDriver = (driverId: number) => DriverPlace | null;
