import type { Subject } from '#lib/store/observable.ts';
import { backoffMs, type Backoff } from './backoff.ts';
import { connectionOf, type ConnectionFacts } from './connection-facts.ts';
import type { ConnectionState, ReconnectReason } from './connection-state.ts';
import type { PageSignals } from './page-signals.ts';
import type { MakeSocket } from './realtime-socket.ts';

/** How a question to the server over HTTP went. */
export type CatchUpOutcome =
  | 'current'
  /** No answer, or an answer that says to come back. */
  | 'unreachable'
  | 'session_expired'
  | 'link_ended';

/** The server's side of the page: what was missed, and what polling asks. Both apply what they get. */
export interface CatchUp {
  /** Fetches everything since the last known point. */
  fetchMissed(): Promise<CatchUpOutcome>;
  /** The same and positions: used while there is no socket. */
  poll(): Promise<CatchUpOutcome>;
}

export interface LiveConnectionOptions {
  readonly makeSocket: MakeSocket;
  readonly channels: readonly string[];
  readonly catchUp: CatchUp;
  readonly state: Subject<ConnectionState>;
  readonly signals: PageSignals;
  readonly onEvent: (channel: string, name: string, data: unknown) => void;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly nowMs: () => number;
  readonly limits?: Partial<ConnectionLimits>;
  /**
   * Whether a 401 for a channel means that the session is over. False for a tracking link, whose own
   * answer over HTTP says whether it has ended. Default true.
   */
  readonly sessionBound?: boolean;
}

export interface ConnectionLimits {
  readonly attemptMs: number;
  readonly subscriptionMs: number;
  /** Without a live socket for this long, ask by HTTP. */
  readonly fallbackMs: number;
  readonly pollMs: number;
  readonly probeMs: number;
  /** A socket that held this long was a good one: the next loss starts the backoff anew. */
  readonly steadyMs: number;
  /** A refused channel is asked for again after about this long. */
  readonly refusedMs: number;
  readonly retry: Backoff;
}

const LIMITS: ConnectionLimits = {
  attemptMs: 6_000,
  subscriptionMs: 8_000,
  fallbackMs: 15_000,
  pollMs: 5_000,
  probeMs: 4_000,
  steadyMs: 10_000,
  refusedMs: 60_000,
  retry: { baseMs: 1_000, capMs: 20_000, floorMs: 250 },
};

/** Keeps a page current: by the socket, and by HTTP while there is none. */
export interface LiveConnection {
  start(): void;
  setChannels(channels: readonly string[]): void;
  /** The server says that there is more than we hold: fetch it soon, without alarming anybody. */
  fetchSoon(): void;
  /** Idempotent; nothing happens afterwards. */
  close(): void;
}

type TimerName = 'attempt' | 'subscription' | 'fallback' | 'poll' | 'retry' | 'steady' | 'probe' | 'fetch';

export function createLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const limits = { ...LIMITS, ...options.limits };
  const { catchUp, random, signals } = options;
  const timers = new Map<TimerName, ReturnType<typeof setTimeout>>();
  const confirmed = new Set<string>();
  let channels = options.channels;
  let socketOpen = false;
  let started = false;
  let closed = false;
  let attempt = 0;
  let fetchAttempt = 0;
  /** Rises whenever the socket or its channels change, so that an older fetch cannot say "caught up". */
  let session = 0;
  let fetching = false;
  /** Caught up while the socket has still to show that it is there. */
  let fetchedBeforeAlive = false;
  let stopSignals: (() => void) | undefined;
  let facts: ConnectionFacts = {
    online: true,
    everLive: false,
    subscribed: false,
    caughtUp: false,
    trouble: 'socket_lost',
    nextTryAtMs: null,
    fallback: null,
    answered: null,
    ended: null,
  };

  const know = (news: Partial<ConnectionFacts>) => {
    facts = { ...facts, ...news };
    const state = connectionOf(facts);
    if (state.kind === 'live' && !facts.everLive) facts = { ...facts, everLive: true };
    options.state.set(state);
  };

  const stopTimer = (name: TimerName) => {
    clearTimeout(timers.get(name));
    timers.delete(name);
  };
  const startTimer = (name: TimerName, ms: number, run: () => void) => {
    stopTimer(name);
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name);
        run();
      }, ms),
    );
  };
  const stopAllTimers = () => {
    for (const name of [...timers.keys()]) stopTimer(name);
  };

  const socket = options.makeSocket({
    opened() {
      if (closed) return;
      socketOpen = true;
      stopTimer('attempt');
      stopTimer('retry');
      know({ nextTryAtMs: null, trouble: 'subscription' });
      subscribeAll();
    },
    lost: () => dropSocket('socket_lost'),
    alive() {
      stopTimer('probe');
      if (fetchedBeforeAlive) becomeLive();
    },
    subscribed(channel) {
      if (closed || !socketOpen || !channels.includes(channel)) return;
      confirmed.add(channel);
      checkSubscribed();
    },
    refused(channel, status) {
      if (closed || !socketOpen) return;
      const pending = channels.some((name) => !confirmed.has(name));
      // An error without a channel concerns us only while an answer is awaited.
      if (channel === null ? !pending : !channels.includes(channel)) return;
      if (status === 401 && options.sessionBound !== false) end('session_expired');
      else if (status === 401 || status === 403 || status === 404) {
        dropSocket('subscription', limits.refusedMs * (0.75 + random() / 2));
        startFallback('channel_refused');
      } else dropSocket('subscription');
    },
    event: (channel, name, data) => {
      if (!closed) options.onEvent(channel, name, data);
    },
  });

  function openSocket(): void {
    if (closed || !facts.online || facts.ended !== null) return;
    stopTimer('retry');
    know({ nextTryAtMs: null });
    startTimer('attempt', limits.attemptMs, () => dropSocket('socket_lost'));
    socket.open();
  }

  function dropSocket(trouble: ReconnectReason, waitMs?: number): void {
    if (closed || facts.ended !== null) return;
    forgetSocket();
    const wait = waitMs ?? backoffMs(limits.retry, attempt, random);
    attempt += 1;
    know({ subscribed: false, caughtUp: false, trouble, nextTryAtMs: options.nowMs() + wait });
    if (!facts.online) return;
    startTimer('retry', wait, openSocket);
    if (facts.fallback === null && !timers.has('fallback'))
      startTimer('fallback', limits.fallbackMs, () => startFallback('no_socket'));
  }

  function forgetSocket(): void {
    session += 1;
    fetchedBeforeAlive = false;
    socketOpen = false;
    confirmed.clear();
    for (const name of ['attempt', 'subscription', 'steady', 'probe', 'fetch'] as const) stopTimer(name);
    socket.close();
  }

  function subscribeAll(): void {
    session += 1;
    know({ subscribed: false, caughtUp: false, trouble: 'subscription' });
    startTimer('subscription', limits.subscriptionMs, () => dropSocket('subscription'));
    for (const channel of channels) if (!confirmed.has(channel)) socket.subscribe(channel);
    checkSubscribed();
  }

  function checkSubscribed(): void {
    if (facts.subscribed || !channels.every((channel) => confirmed.has(channel))) return;
    stopTimer('subscription');
    know({ subscribed: true, trouble: 'catching_up' });
    fetchAttempt = 0;
    void fetchMissed();
  }

  async function fetchMissed(): Promise<void> {
    // One at a time; whoever finds the session changed afterwards fetches again.
    if (fetching || closed || facts.ended !== null) return;
    fetching = true;
    const asked = session;
    const outcome = await catchUp.fetchMissed();
    fetching = false;
    if (closed) return;
    if (outcome === 'session_expired' || outcome === 'link_ended') {
      end(outcome);
      return;
    }
    if (!socketOpen || !facts.subscribed) return;
    if (asked !== session) {
      void fetchMissed();
    } else if (outcome === 'current') {
      fetchAttempt = 0;
      if (timers.has('probe')) fetchedBeforeAlive = true;
      else becomeLive();
    } else {
      know({ caughtUp: false, trouble: 'behind', answered: false });
      startTimer('fetch', backoffMs(limits.retry, fetchAttempt, random), () => void fetchMissed());
      fetchAttempt += 1;
    }
  }

  function becomeLive(): void {
    fetchedBeforeAlive = false;
    stopTimer('fallback');
    stopTimer('poll');
    know({ caughtUp: true, fallback: null, answered: null });
    if (attempt > 0 && !timers.has('steady')) startTimer('steady', limits.steadyMs, () => (attempt = 0));
  }

  function startFallback(reason: 'no_socket' | 'channel_refused'): void {
    if (closed || !facts.online || facts.ended !== null || facts.caughtUp) return;
    stopTimer('fallback');
    know({ fallback: reason });
    if (!timers.has('poll')) void poll();
  }

  async function poll(): Promise<void> {
    const outcome = await catchUp.poll();
    if (closed || facts.ended !== null) return;
    if (outcome === 'session_expired' || outcome === 'link_ended') {
      end(outcome);
      return;
    }
    if (facts.fallback === null) return;
    know({ answered: outcome === 'current' });
    startTimer('poll', limits.pollMs * (0.8 + 0.4 * random()), () => void poll());
  }

  function end(reason: 'session_expired' | 'link_ended'): void {
    forgetSocket();
    stopAllTimers();
    know({ ended: reason, subscribed: false, caughtUp: false });
  }

  function onSignal(signal: 'online' | 'offline' | 'woke'): void {
    if (closed || facts.ended !== null) return;
    switch (signal) {
      case 'offline':
        forgetSocket();
        stopAllTimers();
        know({ online: false, subscribed: false, caughtUp: false, trouble: 'socket_lost' });
        break;
      case 'online':
        know({ online: true });
        attempt = 0;
        dropSocket('socket_lost', 0);
        break;
      case 'woke':
        if (!socketOpen) {
          attempt = 0;
          openSocket();
        } else if (facts.subscribed) {
          // The socket may be half open: nothing says Live until it has answered and we have caught up.
          know({ caughtUp: false, trouble: 'catching_up' });
          startTimer('probe', limits.probeMs, () => dropSocket('socket_lost', 0));
          socket.probe();
          void fetchMissed();
        }
        break;
    }
  }

  return {
    start() {
      if (started || closed) return;
      started = true;
      stopSignals = signals.subscribe(onSignal);
      know({ online: signals.online() });
      startTimer('fallback', limits.fallbackMs, () => startFallback('no_socket'));
      openSocket();
    },
    setChannels(next) {
      if (next.length === channels.length && next.every((name) => channels.includes(name))) return;
      const gone = channels.filter((name) => !next.includes(name));
      const added = next.some((name) => !channels.includes(name));
      channels = next;
      if (closed || !socketOpen) return;
      for (const name of gone) {
        socket.unsubscribe(name);
        confirmed.delete(name);
      }
      if (added) subscribeAll();
    },
    fetchSoon() {
      // Spread over two seconds: every page of a channel hears of it in the same moment.
      if (closed || !facts.caughtUp || timers.has('fetch')) return;
      startTimer('fetch', random() * 2_000, () => void fetchMissed());
    },
    close() {
      if (closed) return;
      forgetSocket();
      closed = true;
      stopAllTimers();
      stopSignals?.();
    },
  };
}
