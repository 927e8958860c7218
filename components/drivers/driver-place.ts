import type { Connectivity } from '#lib/domain/connectivity.ts';

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

/** When a driver was last heard of, and what that is worth. */
export interface DriverSignal {
  /** Epoch ms, server's clock. */
  readonly recordedAtMs: number;
  readonly connectivity: Connectivity;
}

/** Judges the newest fix as of a time on the server's clock, as the map does; null when there is none. */
export type HearDriver = (driverId: number, nowMs: number) => DriverSignal | null;
