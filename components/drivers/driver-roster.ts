import type { Connectivity } from '#lib/domain/connectivity.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { HearDriver } from './driver-place.ts';
import { fleetMatcher, ROSTER_FILTERS, type FleetFilter, type RosterFilter } from './fleet-filter.ts';

export interface RosterRow {
  readonly driver: Driver;
  /** Of the newest fix, epoch ms on the server's clock; null: no position yet. */
  readonly recordedAtMs: number | null;
  readonly connectivity: Connectivity | null;
  /** On duty, yet not heard of for too long. */
  readonly silent: boolean;
}

export interface DriverRoster {
  readonly rows: readonly RosterRow[];
  /** How many drivers each choice of status would show, the rest of the filter applied. */
  readonly counts: Readonly<Record<RosterFilter, number>>;
}

export interface RosterInput {
  /** In the order of their names (see name-order.ts). */
  readonly drivers: Iterable<Driver>;
  readonly hear: HearDriver;
  readonly filter: FleetFilter;
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
}

/**
 * The shift at a glance: silent ones with a job first, then busy, available, and the ones off duty; among
 * equals by name. One pass without sorting, so that it may be done again every moment with a large fleet.
 */
export function driverRoster({ drivers, hear, filter, nowMs }: RosterInput): DriverRoster {
  const matches = fleetMatcher(filter);
  const counts: Record<RosterFilter, number> = { all: 0, available: 0, busy: 0, no_signal: 0, off_duty: 0 };
  const ranks: RosterRow[][] = [[], [], [], [], []];
  for (const driver of drivers) {
    if (!matches(driver)) continue;
    const signal = hear(driver.id, nowMs);
    const connectivity = signal?.connectivity ?? null;
    const silent = driver.duty === 'on' && connectivity !== 'live';
    for (const choice of ROSTER_FILTERS) {
      if (!belongs(driver, silent, choice)) continue;
      counts[choice] += 1;
      if (choice === filter.roster)
        ranks[rank(driver, silent)]?.push({
          driver,
          recordedAtMs: signal?.recordedAtMs ?? null,
          connectivity,
          silent,
        });
    }
  }
  return { rows: ranks.flat(), counts };
}

function belongs(driver: Driver, silent: boolean, choice: RosterFilter): boolean {
  switch (choice) {
    case 'all':
      return true;
    case 'available':
      return driver.status === 'available';
    case 'busy':
      return driver.status === 'busy' || driver.status === 'offered';
    case 'no_signal':
      return silent;
    case 'off_duty':
      return driver.duty === 'off';
  }
}

function rank(driver: Driver, silent: boolean): number {
  if (driver.duty === 'off') return 4;
  if (silent && driver.current_ticket_id !== null) return 0;
  switch (driver.status) {
    case 'busy':
      return 1;
    case 'offered':
      return 2;
    case 'available':
    case 'off_duty':
      return 3;
  }
}
