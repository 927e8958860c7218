import type { RealtimeSettings } from '#lib/config/public-settings.ts';
import { sharesPosition } from '#lib/domain/ticket-status.ts';
import { trackingChannel } from '#lib/protocol/channels.ts';
import { one } from '#lib/protocol/paging.ts';
import { TrackingView } from '#lib/protocol/tracking.ts';
import type { Subject } from '#lib/store/observable.ts';
import type { ConnectionState } from './connection-state.ts';
import { decodeEvent } from './decode-event.ts';
import { lazyEchoSocket } from './lazy-echo-socket.ts';
import { createLiveConnection, type CatchUp } from './live-connection.ts';
import { outcomeOf, type Get } from './live-sync.ts';
import { browserSignals, type PageSignals } from './page-signals.ts';
import type { MakeSocket } from './realtime-socket.ts';

/** The ETA ages without an event; it is asked for anew this often. */
const REFRESH_MS = 30_000;

/** Keeps the view of a tracking link current until closed. Browser only. */
export function startTrackingSession(options: {
  readonly view: Subject<TrackingView>;
  readonly state: Subject<ConnectionState>;
  readonly settings: RealtimeSettings;
  readonly token: string;
  /** Reads below `/api` with no session. */
  readonly get: Get;
  readonly makeSocket?: MakeSocket;
  readonly signals?: PageSignals;
}): { readonly close: () => void } {
  const { view } = options;
  const fetch: CatchUp['poll'] = () =>
    outcomeOf(async () => {
      const answer = await options.get(`/track/${encodeURIComponent(options.token)}`, one(TrackingView));
      view.set(newerView(view.get(), answer.data));
    });
  const connection = createLiveConnection({
    makeSocket: options.makeSocket ?? lazyEchoSocket(options.settings, options.token),
    channels: [trackingChannel(view.get().link_id)],
    catchUp: { fetchMissed: fetch, poll: fetch },
    state: options.state,
    signals: options.signals ?? browserSignals(),
    onEvent(_channel, name, data) {
      const decoded = decodeEvent(name, data);
      if (decoded.kind === 'hint') void fetch();
      if (decoded.kind !== 'event') return;
      const { event } = decoded;
      if (event.name === 'ticket.updated') {
        if ('link_id' in event.data) view.set(newerView(view.get(), event.data));
        else void fetch();
      } else if (event.name === 'driver.location.updated') {
        view.set(
          withPosition(view.get(), {
            latitude: event.data.driver.latitude,
            longitude: event.data.driver.longitude,
            heading: event.data.heading,
            speed: event.data.speed,
            accuracy: event.data.accuracy,
            recorded_at: event.data.recorded_at,
            received_at: event.data.recorded_at,
            seq: event.data.seq,
          }),
        );
      }
    },
    sessionBound: false,
    random: Math.random,
    nowMs: Date.now,
  });
  const refresh = setInterval(() => connection.fetchSoon(), REFRESH_MS);
  connection.start();
  return {
    close() {
      clearInterval(refresh);
      connection.close();
    },
  };
}

/** The view with the higher ticket version; of two equal ones the later answer, with the newer position. */
export function newerView(held: TrackingView, next: TrackingView): TrackingView {
  if (next.ticket_version < held.ticket_version) return held;
  if (next.position === null || held.position === null) return next;
  return isNewer(held.position, next.position) ? { ...next, position: held.position } : next;
}

/** Moves the vehicle, unless the fix is older or the ticket no longer shares positions. */
export function withPosition(
  held: TrackingView,
  position: NonNullable<TrackingView['position']>,
): TrackingView {
  if (!sharesPosition(held.status)) return held;
  if (held.position !== null && !isNewer(position, held.position)) return held;
  return { ...held, position };
}

function isNewer(a: { readonly recorded_at: string }, b: { readonly recorded_at: string }): boolean {
  return Date.parse(a.recorded_at) > Date.parse(b.recorded_at);
}
