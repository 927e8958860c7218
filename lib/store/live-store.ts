import type { ConnectivityLimits } from '#lib/domain/connectivity.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { createFleetStore, type FleetStore } from './fleet-store.ts';
import { createFrameBatch, scheduleFrame, type ScheduleFrame } from './frame-batch.ts';
import {
  applyChanges,
  changesOfPage,
  EMPTY_LIVE_STATE,
  type LiveChange,
  type LiveOffer,
  type LiveState,
} from './live-state.ts';
import { createServerClock, type ServerClock } from './server-clock.ts';

/** What the browser knows, outside React: resources by version, positions in typed columns. */
export interface LiveStore {
  /** The state as of the last frame; the same object until the next change. */
  getState(): LiveState;
  /** Calls back at most once per frame, after the state changed. Returns the unsubscriber. */
  subscribe(listener: () => void): () => void;
  /** Applies the answer of a command, or an event. Older versions are ignored. */
  applyTicket(ticket: Ticket): void;
  applyDriver(driver: Driver): void;
  applyOffer(offer: LiveOffer): void;
  applySyncPage(page: SyncPage): void;
  applyChanges(changes: readonly LiveChange[]): void;
  /** Applies and notifies what is pending now instead of with the next frame. */
  flush(): void;
  readonly fleet: FleetStore;
  readonly clock: ServerClock;
  close(): void;
}

export interface LiveStoreOptions {
  readonly initial?: SyncPage;
  /** The server's epoch ms when it rendered the page. */
  readonly serverNowMs: number;
  /** When positions are stale and lost; default: the contract's. */
  readonly limits?: ConnectivityLimits;
  /** Injected in tests. */
  readonly localNowMs?: () => number;
  readonly schedule?: ScheduleFrame;
}

export function createLiveStore(options: LiveStoreOptions): LiveStore {
  const schedule = options.schedule ?? scheduleFrame;
  const clock = createServerClock(options.serverNowMs, options.localNowMs ?? Date.now);
  const fleet = createFleetStore({ clock, schedule, ...(options.limits && { limits: options.limits }) });
  const listeners = new Set<() => void>();
  let state = EMPTY_LIVE_STATE;
  let pending: LiveChange[] = [];

  const commit = () => {
    const changes = pending;
    pending = [];
    const next = applyChanges(state, changes);
    if (next === state) return;
    state = next;
    for (const listener of listeners) listener();
  };
  const batch = createFrameBatch(commit, schedule);

  const push = (changes: readonly LiveChange[]) => {
    for (const change of changes) {
      pending.push(change);
      if (change.kind === 'driver') {
        const held = state.drivers.get(change.driver.id);
        // An older version's status must not overwrite a newer one's.
        if (held === undefined || change.driver.version >= held.version) fleet.applyDriver(change.driver);
      } else if (change.kind === 'removed' && change.type === 'driver') fleet.remove(change.id);
      else if (change.kind === 'reset') fleet.clear();
    }
    if (changes.length > 0) batch.request();
  };

  if (options.initial !== undefined) {
    const changes = changesOfPage(options.initial);
    state = applyChanges(state, changes);
    for (const driver of state.drivers.values()) fleet.applyDriver(driver);
  }

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    applyTicket: (ticket) => push([{ kind: 'ticket', ticket }]),
    applyDriver: (driver) => push([{ kind: 'driver', driver }]),
    applyOffer: (offer) => push([{ kind: 'offer', offer }]),
    applySyncPage: (page) => push(changesOfPage(page)),
    applyChanges: push,
    flush: () => batch.flush(),
    fleet,
    clock,
    close() {
      batch.close();
      fleet.close();
      listeners.clear();
    },
  };
}
