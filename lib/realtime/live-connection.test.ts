import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSubject } from '#lib/store/observable.ts';
import { sameConnection, type ConnectionState } from './connection-state.ts';
import { createLiveConnection, type CatchUpOutcome, type LiveConnection } from './live-connection.ts';
import type { PageSignal } from './page-signals.ts';
import type { SocketEvents } from './realtime-socket.ts';

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const CHANNEL = 'private-admin.fleet';

/** A live connection whose network, server and device are in the test's hands. */
function openPage({ channels = [CHANNEL], online = true, random = 0.5 } = {}) {
  const seen: string[] = [];
  const state = createSubject<ConnectionState>({ kind: 'connecting' }, sameConnection);
  state.subscribe(() => {
    const now = state.get();
    seen.push('reason' in now ? `${now.kind}: ${now.reason}` : now.kind);
  });
  let events: SocketEvents | undefined;
  let signal: ((name: PageSignal) => void) | undefined;
  const socket = { open: vi.fn(), close: vi.fn(), subscribe: vi.fn(), unsubscribe: vi.fn(), probe: vi.fn() };
  const missed: ((outcome: CatchUpOutcome) => void)[] = [];
  const polls: ((outcome: CatchUpOutcome) => void)[] = [];
  const onEvent = vi.fn();
  const connection: LiveConnection = createLiveConnection({
    makeSocket(given) {
      events = given;
      return socket;
    },
    channels,
    catchUp: {
      fetchMissed: vi.fn(() => new Promise<CatchUpOutcome>((resolve) => missed.push(resolve))),
      poll: vi.fn(() => new Promise<CatchUpOutcome>((resolve) => polls.push(resolve))),
    },
    state,
    signals: {
      online: () => online,
      subscribe(listener) {
        signal = listener;
        return () => (signal = undefined);
      },
    },
    onEvent,
    random: () => random,
    nowMs: Date.now,
  });
  connection.start();
  const settle = () => vi.advanceTimersByTimeAsync(0);
  return {
    connection,
    socket,
    seen,
    onEvent,
    missed,
    polls,
    settle,
    now: () => {
      const { kind, ...rest } = state.get();
      return 'reason' in rest ? `${kind}: ${rest.reason}` : kind;
    },
    server: () => {
      if (events === undefined) throw new Error('no socket was made');
      return events;
    },
    tell: (name: PageSignal) => signal?.(name),
    hasListener: () => signal !== undefined,
    async answer(list: ((outcome: CatchUpOutcome) => void)[], outcome: CatchUpOutcome) {
      const next = list.shift();
      if (next === undefined) throw new Error('nothing was asked');
      next(outcome);
      await settle();
    },
    async goLive() {
      events?.opened();
      for (const channel of channels) events?.subscribed(channel);
      missed.shift()?.('current');
      await settle();
    },
  };
}

describe('the live connection', () => {
  it('says Live only when the socket stands, the channel is confirmed and what was missed is here', async () => {
    const page = openPage();
    expect(page.now()).toBe('connecting');
    page.server().opened();
    expect(page.now()).toBe('connecting');
    page.server().subscribed(CHANNEL);
    expect(page.now()).toBe('connecting');
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
  });

  it('waits for every channel', async () => {
    const page = openPage({ channels: ['private-a', 'private-b'] });
    page.server().opened();
    page.server().subscribed('private-a');
    expect(page.missed).toHaveLength(0);
    page.server().subscribed('private-b');
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
  });

  it('says Reconnecting when the socket is lost, and while it catches up afterwards', async () => {
    const page = openPage();
    await page.goLive();
    page.server().lost();
    expect(page.now()).toBe('reconnecting: socket_lost');
    await vi.advanceTimersByTimeAsync(500);
    expect(page.socket.open).toHaveBeenCalledTimes(2);
    page.server().opened();
    page.server().subscribed(CHANNEL);
    expect(page.now()).toBe('reconnecting: catching_up');
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
  });

  it('does not take an answer from before the loss for being caught up', async () => {
    const page = openPage();
    page.server().opened();
    page.server().subscribed(CHANNEL);
    page.server().lost();
    await vi.advanceTimersByTimeAsync(600);
    page.server().opened();
    page.server().subscribed(CHANNEL);
    await page.answer(page.missed, 'current');
    expect(page.now()).not.toBe('live');
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
  });

  it('waits longer after each failure, at random below a bound, and soon again after a good stretch', async () => {
    const page = openPage({ random: 0.999 });
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const before = page.socket.open.mock.calls.length;
      const fromMs = Date.now();
      page.server().lost();
      while (page.socket.open.mock.calls.length === before) await vi.advanceTimersByTimeAsync(50);
      waits.push(Date.now() - fromMs);
    }
    expect(waits.map((ms) => Math.round(ms / 1_000))).toEqual([1, 2, 4, 8, 16, 20, 20, 20]);
    await page.goLive();
    await vi.advanceTimersByTimeAsync(10_000);
    page.server().lost();
    const before = page.socket.open.mock.calls.length;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.socket.open.mock.calls.length).toBe(before + 1);
  });

  it('asks over HTTP when there has been no socket for 15 seconds, and stops when there is one', async () => {
    const page = openPage();
    await vi.advanceTimersByTimeAsync(14_900);
    expect(page.polls).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(200);
    await page.answer(page.polls, 'current');
    expect(page.now()).toBe('polling: no_socket');
    await page.goLive();
    expect(page.now()).toBe('live');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(page.polls).toHaveLength(0);
  });

  it('says Offline when the server answers neither way, and comes back by itself', async () => {
    const page = openPage();
    await vi.advanceTimersByTimeAsync(15_100);
    await page.answer(page.polls, 'unreachable');
    expect(page.now()).toBe('offline: server');
    await vi.advanceTimersByTimeAsync(6_100);
    await page.answer(page.polls, 'current');
    expect(page.now()).toBe('polling: no_socket');
  });

  it('says Offline without a network and reconnects at once when it is back', async () => {
    const page = openPage();
    await page.goLive();
    page.tell('offline');
    expect(page.now()).toBe('offline: network');
    await vi.advanceTimersByTimeAsync(120_000);
    expect(page.socket.open).toHaveBeenCalledTimes(1);
    page.tell('online');
    await page.settle();
    expect(page.socket.open).toHaveBeenCalledTimes(2);
    await page.goLive();
    expect(page.now()).toBe('live');
  });

  it('ends with the session: no more sockets, no more questions', async () => {
    const page = openPage();
    page.server().opened();
    page.server().refused(CHANNEL, 401);
    expect(page.now()).toBe('offline: session_expired');
    await vi.advanceTimersByTimeAsync(600_000);
    expect(page.socket.open).toHaveBeenCalledTimes(1);
    expect(page.polls).toHaveLength(0);
  });

  it('ends when catching up says that the session is over', async () => {
    const page = openPage();
    page.server().opened();
    page.server().subscribed(CHANNEL);
    await page.answer(page.missed, 'session_expired');
    expect(page.now()).toBe('offline: session_expired');
  });

  it('polls at once when the channel is refused, and asks for the channel again later', async () => {
    const page = openPage();
    page.server().opened();
    page.server().refused(CHANNEL, 403);
    await page.answer(page.polls, 'current');
    expect(page.now()).toBe('polling: channel_refused');
    await vi.advanceTimersByTimeAsync(61_000);
    expect(page.socket.open).toHaveBeenCalledTimes(2);
  });

  it("takes Reverb's nameless refusal for the channel that is waiting", async () => {
    const page = openPage();
    page.server().opened();
    page.server().refused(null, 403);
    await page.answer(page.polls, 'current');
    expect(page.now()).toBe('polling: channel_refused');
  });

  it('ignores a nameless refusal when nothing is waiting', async () => {
    const page = openPage();
    await page.goLive();
    page.server().refused(null, 403);
    expect(page.now()).toBe('live');
  });

  it('tries again when the server cannot answer for a channel now', async () => {
    const page = openPage();
    await page.goLive();
    page.server().refused(CHANNEL, 503);
    expect(page.now()).toBe('reconnecting: subscription');
    await vi.advanceTimersByTimeAsync(600);
    expect(page.socket.open).toHaveBeenCalledTimes(2);
  });

  it('does not wait for ever for a subscription that is not answered', async () => {
    const page = openPage();
    page.server().opened();
    await vi.advanceTimersByTimeAsync(8_000);
    expect(page.socket.close).toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(page.socket.open).toHaveBeenCalledTimes(2);
  });

  it('says so when the server is ahead and cannot be asked', async () => {
    const page = openPage();
    await page.goLive();
    page.connection.fetchSoon();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(page.now()).toBe('live');
    await page.answer(page.missed, 'unreachable');
    expect(page.now()).toBe('reconnecting: behind');
    await vi.advanceTimersByTimeAsync(1_000);
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
  });

  it('does not say Live after sleep before the socket has answered and the rest is here', async () => {
    const page = openPage();
    await page.goLive();
    page.tell('woke');
    expect(page.now()).toBe('reconnecting: catching_up');
    expect(page.socket.probe).toHaveBeenCalledOnce();
    page.server().alive();
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(page.now()).toBe('live');
  });

  it('drops a socket that does not answer after sleep', async () => {
    const page = openPage();
    await page.goLive();
    page.tell('woke');
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('reconnecting: catching_up');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(page.now()).toBe('reconnecting: socket_lost');
    await vi.advanceTimersByTimeAsync(1);
    expect(page.socket.open).toHaveBeenCalledTimes(2);
  });

  it('asks for a channel that is added and lets one go that is not wanted any more', async () => {
    const page = openPage({ channels: ['private-a'] });
    await page.goLive();
    page.connection.setChannels(['private-b']);
    expect(page.socket.unsubscribe).toHaveBeenCalledWith('private-a');
    expect(page.socket.subscribe).toHaveBeenLastCalledWith('private-b');
    expect(page.now()).toBe('reconnecting: subscription');
    page.server().subscribed('private-b');
    await page.answer(page.missed, 'current');
    expect(page.now()).toBe('live');
  });

  it('leaves nothing behind when it is closed, however often', async () => {
    const page = openPage();
    await page.goLive();
    page.server().lost();
    page.connection.close();
    page.connection.close();
    expect(vi.getTimerCount()).toBe(0);
    expect(page.hasListener()).toBe(false);
    const said = page.seen.length;
    page.server().opened();
    page.server().event(CHANNEL, '.ticket.updated', {});
    expect(page.seen).toHaveLength(said);
    expect(page.onEvent).not.toHaveBeenCalled();
  });
});
