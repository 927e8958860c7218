import type { LiveStore } from '#lib/store/live-store.ts';
import { decodeEvent, type LiveEvent } from './decode-event.ts';
import type { LiveSync } from './live-sync.ts';

/** What came over the socket, counted; shown on the health page. */
export interface EventCounters {
  taken: number;
  unknown: number;
  bad: number;
}

export interface EventRouter {
  onEvent(name: string, data: unknown): void;
  readonly counters: Readonly<EventCounters>;
}

/** Decodes each frame and gives it to the store; a bad one is counted and dropped. */
export function createEventRouter(options: {
  readonly store: LiveStore;
  readonly sync: Pick<LiveSync, 'isBehind' | 'fetchOne'>;
  readonly fetchSoon: () => void;
}): EventRouter {
  const { store, sync } = options;
  const counters: EventCounters = { taken: 0, unknown: 0, bad: 0 };

  const apply = (event: LiveEvent): void => {
    switch (event.name) {
      case 'driver.locations':
        store.fleet.apply(event.data);
        break;
      case 'driver.location.updated':
        store.fleet.applyLocation(event.data);
        break;
      case 'driver.updated':
        if ('status' in event.data) store.applyDriver(event.data);
        else if ((store.getState().drivers.get(event.data.id)?.version ?? 0) < event.data.version)
          void sync.fetchOne('driver', event.data.id);
        break;
      case 'ticket.created':
      case 'ticket.updated':
      case 'ticket.offered':
      case 'ticket.assigned':
        // A TrackingView is for the holder of a link, who has no store.
        if ('link_id' in event.data) counters.bad += 1;
        else if ('status' in event.data) store.applyTicket(event.data);
        else if ((store.getState().tickets.get(event.data.id)?.version ?? 0) < event.data.version)
          void sync.fetchOne('ticket', event.data.id);
        break;
      case 'offer.created':
      case 'offer.updated':
        if ('status' in event.data) store.applyOffer(event.data);
        // An offer has no address of its own to be fetched from.
        else options.fetchSoon();
        break;
      case 'sync.head':
        if (sync.isBehind(event.data)) options.fetchSoon();
        break;
    }
  };

  return {
    counters,
    onEvent(name, data) {
      const decoded = decodeEvent(name, data);
      switch (decoded.kind) {
        case 'event':
          counters.taken += 1;
          apply(decoded.event);
          break;
        case 'hint':
          counters.taken += 1;
          void sync.fetchOne(decoded.resource, decoded.id);
          break;
        case 'unknown':
          counters.unknown += 1;
          break;
        case 'bad':
          counters.bad += 1;
          break;
      }
    },
  };
}
