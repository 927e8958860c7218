import { createLiveStore, type LiveStore } from '#lib/store/live-store.ts';
import { createSeededFleet, TURNS_PER_SECOND, type SeededFleet } from './seeded-fleet.ts';

export interface FedStore {
  readonly store: LiveStore;
  readonly fleet: SeededFleet;
}

/** The product's store with all drivers of the seeded fleet, each with a position. */
export function storeOf(vehicles: number): FedStore {
  const fleet = createSeededFleet(vehicles);
  const store = createLiveStore({ serverNowMs: Date.now() });
  store.applyChanges(fleet.drivers(Date.now()).map((driver) => ({ kind: 'driver', driver })));
  return { store, fleet };
}

/**
 * Gives the store the fleet's events as the server sends them, ten times a second; a page that is behind
 * gets all that it has missed, so that every page takes the same number of updates.
 */
export function feedLocally({ store, fleet }: FedStore): void {
  const beganMs = performance.now();
  let turn = 0;
  setInterval(() => {
    const due = Math.floor(((performance.now() - beganMs) / 1_000) * TURNS_PER_SECOND);
    for (; turn < due; turn += 1)
      for (const event of fleet.eventsOf(turn, store.clock.nowMs())) store.fleet.apply(event);
  }, 1_000 / TURNS_PER_SECOND);
}

/** A number of the page's address, e.g. `?vehicles=10000`. */
export function numberOf(name: string, missing: number): number {
  const text = new URLSearchParams(location.search).get(name);
  return text === null ? missing : Number(text);
}
