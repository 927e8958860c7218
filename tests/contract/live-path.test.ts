import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { apiRequest } from '#lib/api/request.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import { FLEET_CHANNEL, trackingChannel } from '#lib/protocol/channels.ts';
import { one } from '#lib/protocol/paging.ts';
import { SyncPage } from '#lib/protocol/sync.ts';
import { TrackingView } from '#lib/protocol/tracking.ts';
import { makeEchoSocket } from '#lib/realtime/echo-socket.ts';
import { createEventRouter } from '#lib/realtime/event-router.ts';
import { sameConnection, type ConnectionState } from '#lib/realtime/connection-state.ts';
import { createLiveConnection, type LiveConnection } from '#lib/realtime/live-connection.ts';
import { createLiveSync, type Get } from '#lib/realtime/live-sync.ts';
import { startTrackingSession } from '#lib/realtime/tracking-session.ts';
import { createLiveStore } from '#lib/store/live-store.ts';
import { createSubject } from '#lib/store/observable.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';

/** The browser's whole live path but React: Echo, decoders, store and catch-up against a real backend. */

let backend: TestBackend;
let dispatcher: TestPerson;
let driver: TestDriver;
const closers: (() => void)[] = [];

beforeAll(async () => {
  backend = await openTestBackend();
  dispatcher = await backend.makePerson({ role: 'dispatcher' });
  driver = await backend.makeDriver({ name: 'Omar Haddad' });
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});
afterAll(() => backend.close());

const quietSignals = { online: () => true, subscribe: () => () => undefined };
const inNextTask = (run: () => void) => {
  const timer = setTimeout(run, 0);
  return () => clearTimeout(timer);
};
const getAs =
  (token: string, base = backend.url): Get =>
  (path, schema) =>
    apiRequest({
      method: 'GET',
      url: `${base}/api${path}`,
      schema,
      headers: { Authorization: `Bearer ${token}` },
      unreachable: { code: 'offline', message: 'Away.' },
    });

function realtimeAt(port: number) {
  return {
    key: backend.backend.config.appKey,
    host: '127.0.0.1',
    port,
    scheme: 'http' as const,
    authEndpoint: `${backend.url}/api/broadcasting/auth`,
  };
}
const page = { hostname: '127.0.0.1', port: '', protocol: 'http:' };

/** What a dispatcher's page holds, opened as the person with this token. */
async function openPage(token: string, { port = backend.port, role = 'dispatcher' as Role } = {}) {
  const get = getAs(token);
  const initial = await getAs(dispatcher.token)('/sync', SyncPage);
  const store = createLiveStore({ initial, serverNowMs: Date.now(), schedule: inNextTask });
  const state = createSubject<ConnectionState>({ kind: 'connecting' }, sameConnection);
  const sync = createLiveSync({ store, role, get, initial });
  const router = createEventRouter({ store, sync, fetchSoon: () => connection.fetchSoon() });
  const connection: LiveConnection = createLiveConnection({
    makeSocket: makeEchoSocket(realtimeAt(port), page, token),
    channels: [FLEET_CHANNEL],
    catchUp: sync,
    state,
    signals: quietSignals,
    onEvent: (_channel, name, data) => router.onEvent(name, data),
    random: Math.random,
    nowMs: Date.now,
    limits: { retry: { baseMs: 100, capMs: 200, floorMs: 20 } },
  });
  closers.push(() => {
    connection.close();
    store.close();
  });
  connection.start();
  return { store, state, router };
}

const until = <T>(
  state: { get: () => T; subscribe: (listener: () => void) => () => void },
  is: (value: T) => boolean,
) =>
  new Promise<T>((resolve) => {
    const check = () => {
      if (!is(state.get())) return;
      stop();
      resolve(state.get());
    };
    const stop = state.subscribe(check);
    check();
  });
const kind = (wanted: ConnectionState['kind']) => (state: ConnectionState) => state.kind === wanted;

async function newTicket(): Promise<{ id: number; reference: string }> {
  const answer = await backend.api<{ data: { id: number; reference: string } }>('/api/tickets', {
    token: dispatcher.token,
    body: {
      service_type: 'tow',
      customer: { name: 'Karin' },
      location: { latitude: 57.7, longitude: 11.97 },
    },
  });
  expect(answer.status).toBe(201);
  return answer.body.data;
}

/** A wire that can be cut. */
async function openWire(): Promise<{ port: number; cut: () => void; mend: () => void }> {
  const sockets = new Set<Socket>();
  let whole = true;
  const server: Server = createServer((near) => {
    if (!whole) {
      near.destroy();
      return;
    }
    const far = connect(backend.port, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far).pipe(near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => void server.close());
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    cut() {
      whole = false;
      for (const socket of sockets) socket.destroy();
    },
    mend() {
      whole = true;
    },
  };
}

describe('the live path', () => {
  it('goes Live and shows a ticket that somebody makes', async () => {
    const { store, state } = await openPage(dispatcher.token);
    await until(state, kind('live'));
    const ticket = await newTicket();
    await until({ get: store.getState, subscribe: store.subscribe }, ({ tickets }) => tickets.has(ticket.id));
  });

  it("stores a driver's fix that was posted over REST", async () => {
    const { store, state } = await openPage(dispatcher.token);
    await until(state, kind('live'));
    await backend.api('/api/driver/duty', { token: driver.token, body: { duty: 'on' } });
    const sent = await backend.api('/api/driver/location', {
      token: driver.token,
      body: {
        latitude: 57.712_345,
        longitude: 11.951_234,
        heading: 45,
        recorded_at: new Date().toISOString(),
      },
    });
    expect(sent.status).toBe(202);
    await until(
      { get: () => store.fleet.position(driver.driverId), subscribe: store.fleet.onChange },
      (position) => position !== null && Math.abs(position.latitude - 57.712_345) < 1e-5,
    );
  });

  it('catches up on what it missed while the wire was cut', async () => {
    const wire = await openWire();
    const { store, state } = await openPage(dispatcher.token, { port: wire.port });
    await until(state, kind('live'));
    wire.cut();
    await until(state, kind('reconnecting'));
    const missed = await newTicket();
    wire.mend();
    await until(state, kind('live'));
    store.flush();
    expect(store.getState().tickets.get(missed.id)?.reference).toBe(missed.reference);
  }, 20_000);

  it('says that the session has ended when the token is dead', async () => {
    const { state } = await openPage('a-token-that-nobody-has');
    await expect(until(state, kind('offline'))).resolves.toEqual({
      kind: 'offline',
      reason: 'session_expired',
    });
  });

  it('polls when the channel is refused to this person', async () => {
    const { state } = await openPage(driver.token, { role: 'driver' });
    await expect(until(state, kind('polling'))).resolves.toMatchObject({ reason: 'channel_refused' });
  });

  it("keeps the holder of a link informed through the link's own channel, and ends with the link", async () => {
    const ticket = await newTicket();
    const issued = await backend.api<{ data: { id: number; token: string } }>(
      `/api/tickets/${ticket.id}/tracking-links`,
      { token: dispatcher.token, body: {} },
    );
    const { id: linkId, token } = issued.body.data;
    const get = getAs(token);
    const first = await get(`/track/${token}`, one(TrackingView));
    expect(trackingChannel(first.data.link_id)).toBe(trackingChannel(linkId));
    const view = createSubject<TrackingView>(first.data);
    const state = createSubject<ConnectionState>({ kind: 'connecting' }, sameConnection);
    const session = startTrackingSession({
      view,
      state,
      token,
      get,
      settings: realtimeAt(backend.port),
      makeSocket: makeEchoSocket(realtimeAt(backend.port), page, token),
      signals: quietSignals,
    });
    closers.push(session.close);
    await until(state, kind('live'));
    await backend.api(`/api/tickets/${ticket.id}/assign`, {
      token: dispatcher.token,
      body: { driver_id: driver.driverId, force: true },
    });
    await until(view, ({ status }) => status === 'assigned');
    expect(view.get().driver?.first_name).toBe('Omar');
    await backend.api(`/api/tracking-links/${linkId}`, { method: 'DELETE', token: dispatcher.token });
    await expect(until(state, kind('offline'))).resolves.toMatchObject({ reason: 'link_ended' });
  }, 30_000);
});
