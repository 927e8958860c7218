import type { RealtimeSettings } from '#lib/config/public-settings.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import type { DeskCounts, DeskDrop } from '#lib/protocol/desk-counts.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import type { FleetCounters } from '#lib/store/fix-writer.ts';
import type { LiveStore } from '#lib/store/live-store.ts';
import type { Subject } from '#lib/store/observable.ts';
import type { ConnectionState } from './connection-state.ts';
import { createEventRouter, type EventCounters } from './event-router.ts';
import { lazyEchoSocket } from './lazy-echo-socket.ts';
import { createLiveConnection } from './live-connection.ts';
import { createLiveSync, type Get } from './live-sync.ts';
import { browserSignals } from './page-signals.ts';
import { startDropReport } from './report-drops.ts';
import { channelsOf } from './viewer-channels.ts';

export interface LiveSession {
  readonly close: () => void;
}

/** Keeps a signed-in viewer's store current until closed. Browser only. */
export function startLiveSession(options: {
  readonly store: LiveStore;
  readonly state: Subject<ConnectionState>;
  readonly settings: RealtimeSettings;
  readonly viewer: { readonly userId: number; readonly role: Role; readonly driverId: number | null };
  readonly initial: SyncPage;
  readonly get: Get;
  /** Tells the backend what was dropped; absent for those who have no desk. */
  readonly sendDrops?: (counts: DeskCounts) => Promise<void>;
}): LiveSession {
  const { store, viewer } = options;
  const sync = createLiveSync({ store, role: viewer.role, get: options.get, initial: options.initial });
  const router = createEventRouter({ store, sync, fetchSoon: () => connection.fetchSoon() });
  const connection = createLiveConnection({
    makeSocket: lazyEchoSocket(options.settings, null),
    channels: channelsOf(viewer, store.getState().tickets),
    catchUp: sync,
    state: options.state,
    signals: browserSignals(),
    onEvent: (_channel, name, data) => router.onEvent(name, data),
    random: Math.random,
    nowMs: Date.now,
  });
  const stopWatching = store.subscribe(() =>
    connection.setChannels(channelsOf(viewer, store.getState().tickets)),
  );
  connection.start();
  const drops =
    options.sendDrops &&
    startDropReport({
      read: () => deskDrops(store.fleet.counters, router.counters),
      send: options.sendDrops,
      random: Math.random,
    });
  return {
    close() {
      drops?.close();
      stopWatching();
      connection.close();
    },
  };
}

const deskDrops = (
  fleet: Readonly<FleetCounters>,
  events: Readonly<EventCounters>,
): Readonly<Record<DeskDrop, number>> => ({
  fixes_repeated: fleet.repeated,
  fixes_older: fleet.older,
  fixes_future: fleet.future,
  fixes_invalid: fleet.invalid,
  fixes_unknown_driver: fleet.unknownDriver,
  events_bad: events.bad,
});
