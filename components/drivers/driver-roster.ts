import { connectivity, type Connectivity, type ConnectivityLimits } from '#lib/domain/connectivity.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { DriverPlace, LocateDriver } from './driver-place.ts';

export const ROSTER_FILTERS = ['all', 'available', 'busy', 'no_signal', 'off_duty'] as const;
export type RosterFilter = (typeof ROSTER_FILTERS)[number];

export interface RosterRow {
  readonly driver: Driver;
  readonly place: DriverPlace | null;
  /** Null: no position yet. */
  readonly connectivity: Connectivity | null;
  /** On duty, yet not heard of for too long. */
  readonly silent: boolean;
}

export interface DriverRoster {
  readonly rows: readonly RosterRow[];
  readonly counts: Readonly<Record<RosterFilter, number>>;
}

export interface RosterInput {
  readonly drivers: Iterable<Driver>;
  readonly locate: LocateDriver;
  readonly filter: RosterFilter;
  readonly search: string;
  /** The server's clock, epoch ms. */
  readonly nowMs: number;
  readonly limits: ConnectivityLimits;
}

/** The shift at a glance: silent ones with a job first, then busy, available, and the ones off duty. */
export function driverRoster(input: RosterInput): DriverRoster {
  const matches = driverMatcher(input.search);
  const counts: Record<RosterFilter, number> = { all: 0, available: 0, busy: 0, no_signal: 0, off_duty: 0 };
  const rows: RosterRow[] = [];
  for (const driver of input.drivers) {
    if (!matches(driver)) continue;
    const place = input.locate(driver.id);
    const trust = place
      ? connectivity(input.nowMs - place.recordedAtMs, input.limits, place.reportingIntervalMs)
      : null;
    const row = { driver, place, connectivity: trust, silent: driver.duty === 'on' && trust !== 'live' };
    for (const filter of ROSTER_FILTERS) {
      if (!belongs(row, filter)) continue;
      counts[filter] += 1;
      if (filter === input.filter) rows.push(row);
    }
  }
  rows.sort(
    (a, b) => rank(a) - rank(b) || a.driver.name.localeCompare(b.driver.name) || a.driver.id - b.driver.id,
  );
  return { rows, counts };
}

function belongs({ driver, silent }: RosterRow, filter: RosterFilter): boolean {
  switch (filter) {
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

function rank({ driver, silent }: RosterRow): number {
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

/** Every word must be found in the name, vehicle, plate, phone or skills. */
export function driverMatcher(search: string): (driver: Driver) => boolean {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return () => true;
  return ({ name, phone, vehicle, skills }) => {
    const text = [name, phone ?? '', ...Object.values(vehicle), ...skills.map((s) => s.replaceAll('_', ' '))]
      .join('\n')
      .toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  };
}
