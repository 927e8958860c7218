import type { LatLng } from '#lib/domain/geo.ts';
import { createDemand, type Demand } from './demand.ts';
import type { Random } from './random.ts';
import type { RoadNetwork } from './road-network.ts';
import { createSimDriver, type SimDriver } from './sim-driver.ts';

/** The simulated city without any network: the same seed and clock give the same fixes and calls. */
export interface World {
  readonly drivers: readonly SimDriver[];
  readonly demand: Demand;
}

export interface WorldOptions {
  readonly network: RoadNetwork;
  readonly random: Random;
  readonly startMs: number;
  readonly drivers: number;
  readonly customers: number;
  readonly ticketsPerMinute: number;
  /** Where a driver was last seen, by index: a restarted city goes on where it stood. */
  readonly lastSeen?: (index: number) => LatLng | undefined;
}

/** Routes take about 10 ms each: the first ones are spread over time. */
const FIRST_ROUTES_PER_SECOND = 25;
const SOONEST_WITHIN_MS = 2_000;

export function createWorld(options: WorldOptions): World {
  const { network, random, startMs } = options;
  const startWithinMs = Math.max(SOONEST_WITHIN_MS, (options.drivers / FIRST_ROUTES_PER_SECOND) * 1_000);
  const drivers = Array.from({ length: options.drivers }, (_, index) => {
    const own = random.fork(`driver ${index + 1}`);
    const usualStart = network.randomVertex(own);
    const lastSeen = options.lastSeen?.(index);
    const start = lastSeen === undefined ? usualStart : network.nearestVertex(lastSeen);
    return createSimDriver(network, own, startMs, start, startWithinMs);
  });
  return {
    drivers,
    demand: createDemand(
      network,
      random.fork('demand'),
      startMs,
      options.ticketsPerMinute,
      options.customers,
    ),
  };
}
