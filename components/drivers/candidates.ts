import { connectivity, type Connectivity, type ConnectivityLimits } from '#lib/domain/connectivity.ts';
import { distanceM } from '#lib/domain/geo.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { LocateDriver } from './driver-place.ts';

/** Why a driver is a poor choice; `null` is a good one. The backend decides, this only explains. */
export type CandidateObstacle = 'off_duty' | 'busy' | 'offered' | 'no_skill' | 'no_position' | 'holds_it';

export interface Candidate {
  readonly driver: Driver;
  /** Great-circle metres to the ticket; null when the driver's position is unknown. */
  readonly distanceM: number | null;
  /** Null without a position. */
  readonly connectivity: Connectivity | null;
  readonly obstacle: CandidateObstacle | null;
}

/** Drivers for a ticket: the ones who can go now first, nearest first. */
export function candidates(
  ticket: Ticket,
  drivers: Iterable<Driver>,
  locate: LocateDriver,
  nowMs: number,
  limits: ConnectivityLimits,
): readonly Candidate[] {
  const list: Candidate[] = [];
  for (const driver of drivers) {
    const place = locate(driver.id);
    const trust = place ? connectivity(nowMs - place.recordedAtMs, limits, place.reportingIntervalMs) : null;
    list.push({
      driver,
      distanceM: place ? distanceM(place, ticket.location) : null,
      connectivity: trust,
      obstacle: obstacleOf(ticket, driver, trust),
    });
  }
  return list.sort(
    (a, b) =>
      rank(a.obstacle) - rank(b.obstacle) ||
      (a.distanceM ?? Infinity) - (b.distanceM ?? Infinity) ||
      a.driver.id - b.driver.id,
  );
}

function obstacleOf(ticket: Ticket, driver: Driver, trust: Connectivity | null): CandidateObstacle | null {
  if (ticket.driver?.id === driver.id) return 'holds_it';
  if (driver.duty === 'off') return 'off_duty';
  if (!driver.skills.includes(ticket.service_type)) return 'no_skill';
  if (driver.status === 'busy') return 'busy';
  if (driver.status === 'offered') return 'offered';
  return trust === null || trust === 'lost' ? 'no_position' : null;
}

/** Off duty last of all: the backend refuses it outright. */
function rank(obstacle: CandidateObstacle | null): number {
  switch (obstacle) {
    case null:
      return 0;
    case 'no_position':
      return 1;
    case 'offered':
      return 2;
    case 'busy':
      return 3;
    case 'no_skill':
      return 4;
    case 'holds_it':
      return 5;
    case 'off_duty':
      return 6;
  }
}

/** Whom "offer to the nearest" would reach; the backend has the last word. */
export const nearestCandidate = (list: readonly Candidate[]): Candidate | undefined =>
  list.find((candidate) => candidate.obstacle === null);
