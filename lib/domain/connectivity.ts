/** How much a position can still be trusted, by the age of the fix alone and the server's clock. */

export type Connectivity = 'live' | 'stale' | 'lost';

export const STALE_AFTER_MS = 60_000;
export const LOST_AFTER_MS = 600_000;

/**
 * @param ageMs now (server clock) minus the fix's `recorded_at`
 * @param reportingIntervalMs how often this driver usually reports; unknown: 0
 */
export function connectivity(ageMs: number, reportingIntervalMs = 0): Connectivity {
  if (ageMs >= LOST_AFTER_MS) return 'lost';
  return ageMs >= Math.max(STALE_AFTER_MS, 3 * reportingIntervalMs) ? 'stale' : 'live';
}
