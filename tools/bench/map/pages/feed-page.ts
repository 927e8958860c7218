import { makeEchoSocket } from '#lib/realtime/echo-socket.ts';
import { createEventRouter } from '#lib/realtime/event-router.ts';
import { FIX_DRAWN, FIX_STORED } from '#lib/store/fix-marks.ts';
import { putFleetOnMap } from './fleet-on-map.ts';
import { createFrameCounter } from './frame-count.ts';
import { numberOf, storeOf } from './local-feed.ts';
import { answer } from './page-answers.ts';

/**
 * The product's whole live path from a real server: Echo over pusher-js, decoding, the store; with `?draw=1`
 * the map as well, with `?marks=1` also when each message came and when the first frame with it was drawn.
 */
const parameter = (name: string): string => new URLSearchParams(location.search).get(name) ?? '';
const CHANNEL = 'private-admin.fleet';

const latencies: { readonly fromMessageMs: number; readonly fromServerMs: number }[] = [];
if (parameter('marks') === '1') watchMarks();

const fed = storeOf(numberOf('vehicles', 1_000));
const drawing = parameter('draw') === '1';
const frames = drawing ? createFrameCounter() : undefined;
if (frames !== undefined) putFleetOnMap(fed, frames);

const router = createEventRouter({
  store: fed.store,
  // Nothing falls behind here: no event of this page is a hint.
  sync: { isBehind: () => false, fetchOne: () => Promise.resolve() },
  fetchSoon: () => undefined,
});
// The broker is on the page's own origin, as the product's is.
const settings = { key: 'bench', host: null, port: null, scheme: null, authEndpoint: '/auth' };
const socket = makeEchoSocket(
  settings,
  location,
  null,
)({
  opened: () => socket.subscribe(CHANNEL),
  lost: () => socket.open(),
  subscribed: () => answer({ ...answers, stored: () => fed.store.fleet.counters.stored }),
  refused: (channel, status) => console.error(`refused ${channel ?? 'the connection'}: ${status}`),
  alive: () => undefined,
  event: (_channel, name, data) => router.onEvent(name, data),
});
const answers = {
  frames: () => frames?.read(),
  latencies: () => latencies.splice(0),
  bad: () => router.counters.bad + router.counters.unknown,
};
socket.open();

/** The browser's own time of each message, and the product's marks of storing and drawing. */
function watchMarks(): void {
  Object.assign(globalThis, { calloutMarks: true });
  const arrivedMs: number[] = [];
  const waiting: { readonly arrivedMs: number; readonly at: number }[] = [];
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ timeStamp }) => arrivedMs.push(timeStamp));
    }
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!(entry instanceof PerformanceMark)) continue;
      if (entry.name === FIX_STORED) {
        // The message that was being handled: the last one that had come by then.
        let latest = Number.NaN;
        while ((arrivedMs[0] ?? Number.POSITIVE_INFINITY) <= entry.startTime)
          latest = arrivedMs.shift() ?? latest;
        if (!Number.isNaN(latest)) waiting.push({ arrivedMs: latest, at: entry.detail.at });
      } else if (entry.name === FIX_DRAWN) {
        for (const message of waiting.splice(0))
          latencies.push({
            fromMessageMs: entry.startTime - message.arrivedMs,
            fromServerMs: performance.timeOrigin + entry.startTime - message.at,
          });
      }
    }
  }).observe({ type: 'mark' });
}
