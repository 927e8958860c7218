/** How much a position can still be trusted, by the age of the fix alone and the server's clock. */

export type Connectivity = 'live' | 'stale' | 'lost';

/** When a position is no longer trusted; each deployment may set its own for what people see. */
export interface ConnectivityLimits {
  readonly staleAfterMs: number;
  readonly lostAfterMs: number;
}

export const STALE_AFTER_MS = 60_000;
export const LOST_AFTER_MS = 600_000;
/** What the contract says where a deployment says nothing. */
export const CONTRACT_LIMITS: ConnectivityLimits = {
  staleAfterMs: STALE_AFTER_MS,
  lostAfterMs: LOST_AFTER_MS,
};

/**
 * @param ageMs now (server clock) minus the fix's `recorded_at`
 * @param reportingIntervalMs how often this driver usually reports; unknown: 0
 */
export function connectivity(
  ageMs: number,
  limits: ConnectivityLimits,
  reportingIntervalMs = 0,
): Connectivity {
  if (ageMs >= limits.lostAfterMs) return 'lost';
  return ageMs >= Math.max(limits.staleAfterMs, 3 * reportingIntervalMs) ? 'stale' : 'live';
}
