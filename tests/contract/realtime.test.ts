import type Pusher from 'pusher-js';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessTokens, users } from '#backend/db/schema.ts';
import { ticketChannel, trackingChannel } from '#lib/protocol/channels.ts';
import type { Offer } from '#lib/protocol/offer.ts';
import { type DriverLocations, DriverLocationUpdated } from '#lib/protocol/events.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingLink } from '#lib/protocol/tracking.ts';
import { echoClient, Heard, pusherClient } from '#tests/support/echo-client.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';

/** Named by the rules of docs/PROTOCOL.md: pusher-js and laravel-echo, unchanged, against a whole backend. */

interface One<T> {
  readonly data: T;
}

let backend: TestBackend;
let dispatcher: TestPerson;
let customer: TestPerson;
let stranger: TestPerson;
let driver: TestDriver;
const clients: Pusher[] = [];

beforeAll(async () => {
  backend = await openTestBackend();
  dispatcher = await backend.makePerson({ role: 'dispatcher', name: 'Dispatch Desk' });
  customer = await backend.makePerson({ role: 'customer', name: 'Karin Berg' });
  stranger = await backend.makePerson({ role: 'customer' });
  driver = await backend.makeDriver({ name: 'Omar Haddad' });
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await backend.close();
});

const connect = (token: string): Pusher => {
  const client = pusherClient({ port: backend.port, key: backend.backend.config.appKey, token });
  clients.push(client);
  return client;
};
const listen = (token: string, channel: string) => new Heard(connect(token).subscribe(channel));

async function newTicket(): Promise<Ticket> {
  const answer = await backend.api<One<Ticket>>('/api/tickets', {
    token: dispatcher.token,
    body: {
      ...{ service_type: 'tow', customer_id: customer.userId, notes: 'gate code 4711' },
      location: { latitude: 57.7, longitude: 11.97, address: 'Avenyn 1' },
    },
  });
  expect(answer.status).toBe(201);
  return answer.body.data;
}
const assign = async (ticket: Ticket, driverId = driver.driverId) => {
  const body = { driver_id: driverId, force: true };
  const answer = await backend.api(`/api/tickets/${ticket.id}/assign`, { token: dispatcher.token, body });
  expect(answer.status).toBe(200);
};
const move = async (ticket: Ticket, status: string) => {
  const answer = await backend.api(`/api/tickets/${ticket.id}/status`, {
    token: dispatcher.token,
    body: { status },
  });
  expect(answer.status).toBe(200);
};
let fixes = 0;
const drive = async () => {
  fixes += 1;
  const recorded_at = new Date(Date.now() - 10_000 + fixes).toISOString();
  const body = { latitude: 57.7 + fixes / 10_000, longitude: 11.97, heading: 90, speed: 10, recorded_at };
  expect((await backend.api('/api/driver/location', { token: driver.token, body })).status).toBe(202);
  return 57.7 + fixes / 10_000;
};

describe('10 doors, through POST /broadcasting/auth', () => {
  const auth = (call: Parameters<TestBackend['api']>[1]) =>
    backend.api<{ auth?: string; code?: string; channel_data?: string }>('/api/broadcasting/auth', call);
  const body = { socket_id: '1.2', channel_name: 'private-admin.fleet' };

  it('10.4 signs JSON and form bodies alike', async () => {
    const json = await auth({ token: dispatcher.token, body });
    const form = await auth({
      token: dispatcher.token,
      body: 'socket_id=1.2&channel_name=private-admin.fleet',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(json.status).toBe(200);
    expect(json.body.auth).toMatch(/^test-key:[0-9a-f]{64}$/);
    expect(form.body).toEqual(json.body);
  });

  it('10.5 answers 401 without a live credential, 403 with a code for what is not one’s own', async () => {
    expect(await auth({ method: 'POST', body })).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
    expect(await auth({ token: 'dead', body })).toMatchObject({ status: 401 });
    expect(await auth({ token: customer.token, body })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
  });

  it.each([
    {},
    { socket_id: 'x', channel_name: 'private-x' },
    { socket_id: '1.2', channel_name: '' },
    { socket_id: 5 },
  ])('10.6 answers 422 to %j', async (bad) => {
    expect((await auth({ token: dispatcher.token, body: bad })).status).toBe(422);
  });

  it('10.7 answers 400 to a body that is no JSON', async () => {
    expect((await auth({ token: dispatcher.token, body: '{nope' })).status).toBe(400);
  });

  it.each(['multipart/form-data; boundary=x', 'multipart/form-data'])(
    '10.7 answers 400 to a body that is no form: %s',
    async (type) => {
      const call = { token: dispatcher.token, body: 'socket_id=1.2', headers: { 'Content-Type': type } };
      expect((await auth(call)).status).toBe(400);
    },
  );

  it('10.8 tells presence channels who it is', async () => {
    const { body: answer } = await auth({
      token: dispatcher.token,
      body: { socket_id: '1.2', channel_name: 'presence-dispatch' },
    });
    expect(JSON.parse(answer.channel_data ?? '')).toEqual({
      user_id: String(dispatcher.userId),
      user_info: { id: dispatcher.userId, name: 'Dispatch Desk', role: 'dispatcher' },
    });
  });
});

describe('11 events, to real clients', () => {
  it('11.16 take a ticket’s life to dispatcher, driver and customer, each in its projection', async () => {
    const fleet = await listen(dispatcher.token, 'private-admin.fleet').open();
    const own = await listen(driver.token, `private-driver.${driver.driverId}`).open();
    const ticket = await newTicket();
    const people = await listen(customer.token, ticketChannel(ticket.id)).open();
    const mine = await listen(customer.token, `private-customer.${customer.userId}.driver-location`).open();
    expect(await fleet.until('ticket.created', (data: Ticket) => data.id === ticket.id)).toMatchObject({
      notes: 'gate code 4711',
    });
    await backend.api(`/api/tickets/${ticket.id}/offer`, {
      token: dispatcher.token,
      body: { driver_ids: [driver.driverId] },
    });
    const offer = (await own.until('offer.created', (data: Offer) => data.ticket_id === ticket.id)) as Offer;
    expect(offer).toMatchObject({ ticket: { id: ticket.id, location: { address: 'Avenyn 1' } } });
    expect(JSON.stringify(offer)).not.toContain('phone');
    await backend.api(`/api/offers/${offer.id}/accept`, { token: driver.token, body: {} });
    expect(await mine.until('ticket.assigned')).toMatchObject({ driver: { name: 'Omar', phone: null } });
    expect(await own.until('ticket.updated', (data: Ticket) => data.id === ticket.id)).toMatchObject({
      customer: { name: 'Karin Berg', phone: expect.any(String) },
    });
    const seen = (await people.until('ticket.assigned')) as Ticket;
    expect(seen).toMatchObject({ notes: null, customer: { phone: null }, driver: { phone: null } });
    await move(ticket, 'canceled');
    await people.until('ticket.updated', (data: Ticket) => data.status === 'canceled');
  });

  it('11.17 reach Echo by dotted names, and its whispers the other side', async () => {
    const target = { port: backend.port, key: backend.backend.config.appKey };
    const ticket = await newTicket();
    const one = echoClient({ ...target, token: customer.token });
    const two = echoClient({ ...target, token: dispatcher.token });
    clients.push(one.connector.pusher, two.connector.pusher);
    const joined = (echo: typeof one) =>
      new Promise<void>((resolve, reject) => {
        echo.private(`ticket.${ticket.id}`).subscribed(resolve).error(reject);
      });
    await Promise.all([joined(one), joined(two)]);
    const event = new Promise((resolve) =>
      one.private(`ticket.${ticket.id}`).listen('.ticket.updated', resolve),
    );
    const whisper = new Promise((resolve) =>
      one.private(`ticket.${ticket.id}`).listenForWhisper('typing', resolve),
    );
    two.private(`ticket.${ticket.id}`).whisper('typing', { by: 'desk' });
    expect(await whisper).toEqual({ by: 'desk' });
    await move(ticket, 'canceled');
    expect(await event).toMatchObject({ id: ticket.id, status: 'canceled' });
  });

  it('11.18 refuse a stranger’s subscription and say so', async () => {
    const ticket = await newTicket();
    await expect(listen(stranger.token, ticketChannel(ticket.id)).open()).rejects.toThrow('403');
    await expect(listen(driver.token, ticketChannel(ticket.id)).open()).rejects.toThrow('403');
    await expect(listen(customer.token, 'private-admin.fleet').open()).rejects.toThrow('403');
  });

  it('11.19 show the dispatchers on shift to each other', async () => {
    const other = await backend.makePerson({ role: 'admin', name: 'Chief' });
    const here = await listen(dispatcher.token, 'presence-dispatch').open();
    const client = connect(other.token);
    await new Heard(client.subscribe('presence-dispatch')).open();
    expect(await here.until('pusher:member_added')).toMatchObject({
      id: String(other.userId),
      info: { name: 'Chief' },
    });
    client.disconnect();
    expect(await here.until('pusher:member_removed')).toMatchObject({ id: String(other.userId) });
  });

  it('11.20 reach a signed-in user on the user’s own channel', async () => {
    const client = connect(customer.token);
    client.signin();
    await client.user.signinDonePromise;
    const heard = new Promise((resolve) => client.user.bind('hello', resolve));
    await expect
      .poll(() => backend.backend.hub.hasSubscribers(`#server-to-user-${customer.userId}`))
      .toBe(true);
    backend.backend.hub.publish([`#server-to-user-${customer.userId}`], 'hello', '{"a":1}');
    expect(await heard).toEqual({ a: 1 });
  });
});

describe('12 positions, to real clients', () => {
  it('12.5 reach the people of a ticket from en route through in service, and no one before or after', async () => {
    const ticket = await newTicket();
    const made = await backend.api<One<TrackingLink>>(`/api/tickets/${ticket.id}/tracking-links`, {
      token: dispatcher.token,
      body: {},
    });
    const { id: linkId, token = '' } = made.body.data;
    const fleet = await listen(dispatcher.token, 'private-admin.fleet').open();
    const listeners = [
      await listen(customer.token, ticketChannel(ticket.id)).open(),
      await listen(customer.token, `private-matter.${ticket.id}`).open(),
      await listen(customer.token, `private-customer.${customer.userId}.driver-location`).open(),
      await listen(token, trackingChannel(linkId)).open(),
    ];
    const seenByFleet = (latitude: number) =>
      fleet.until('driver.locations', (data: DriverLocations) =>
        data.lat.includes(Math.round(latitude * 1e6)),
      );
    await assign(ticket);
    await seenByFleet(await drive());
    for (const status of ['en_route', 'on_site', 'in_service']) {
      await move(ticket, status);
      await backend.backend.publisher.drained();
      // The link of a share that has just begun is read from the database.
      await expect
        .poll(async () => {
          await drive();
          return listeners.every((heard) => heard.named('driver.location.updated').length > 0);
        })
        .toBe(true);
      for (const heard of listeners) {
        const locations = heard.named('driver.location.updated');
        expect(locations.at(-1)).toMatchObject({
          ticket_id: ticket.id,
          driver: { id: driver.driverId, name: 'Omar', latitude: expect.stringMatching(/^57\.\d{7}$/) },
        });
        expect(DriverLocationUpdated.safeParse(locations.at(-1)).success).toBe(true);
        heard.events.length = 0;
      }
    }
    await move(ticket, 'completed');
    await backend.backend.publisher.drained();
    await listeners[0]?.until('ticket.updated', (data: Ticket) => data.status === 'completed');
    for (const heard of listeners) heard.events.length = 0;
    await seenByFleet(await drive());
    for (const heard of listeners) expect(heard.named('driver.location.updated')).toEqual([]);
  });
});

describe('13 revocation', () => {
  const FIVE_SECONDS = 5_000;
  const dropped = async (heard: Heard) => {
    const startedMs = performance.now();
    const error = await heard.until('pusher:subscription_error');
    expect(performance.now() - startedMs).toBeLessThan(FIVE_SECONDS);
    return error;
  };

  it('13.1 drops the channels of a token that was signed out', async () => {
    const person = await backend.makePerson({ role: 'dispatcher' });
    const heard = await listen(person.token, 'private-admin.fleet').open();
    await backend.api('/api/logout', { method: 'POST', token: person.token });
    expect(await dropped(heard)).toMatchObject({ status: 401, code: 'unauthenticated' });
  });

  it('13.2 drops the channels of a token that died elsewhere, and of a disabled user', async () => {
    const [gone, disabled] = [
      await backend.makePerson({ role: 'dispatcher' }),
      await backend.makePerson({ role: 'dispatcher' }),
    ];
    const heard = [
      await listen(gone.token, 'private-admin.fleet').open(),
      await listen(disabled.token, 'private-admin.fleet').open(),
    ];
    const { db } = backend.backend;
    await db.delete(accessTokens).where(eq(accessTokens.userId, gone.userId));
    await db.update(users).set({ disabledAt: new Date() }).where(eq(users.id, disabled.userId));
    for (const one of heard) expect(await dropped(one)).toMatchObject({ status: 401 });
  });

  it('13.3 drops a link that was withdrawn, and an old signature does not bring it back', async () => {
    const ticket = await newTicket();
    const made = await backend.api<One<TrackingLink>>(`/api/tickets/${ticket.id}/tracking-links`, {
      token: dispatcher.token,
      body: {},
    });
    const { id, token = '' } = made.body.data;
    const client = connect(token);
    const channel = client.subscribe(trackingChannel(id));
    const heard = await new Heard(channel).open();
    const answer = await backend.api<{ auth: string }>('/api/broadcasting/auth', {
      token,
      body: { socket_id: client.connection.socket_id, channel_name: trackingChannel(id) },
    });
    await backend.api(`/api/tracking-links/${id}`, { method: 'DELETE', token: dispatcher.token });
    expect(await dropped(heard)).toMatchObject({ code: 'link_revoked' });
    heard.events.length = 0;
    client.send_event('pusher:subscribe', { channel: trackingChannel(id), auth: answer.body.auth });
    expect(await heard.until('pusher:subscription_error')).toMatchObject({ code: 'revoked' });
  });

  it('13.4 drops a driver who lost the ticket', async () => {
    const ticket = await newTicket();
    const [first, second] = [await backend.makeDriver(), await backend.makeDriver()];
    await assign(ticket, first.driverId);
    const heard = await listen(first.token, ticketChannel(ticket.id)).open();
    await assign(ticket, second.driverId);
    expect(await dropped(heard)).toMatchObject({ status: 403 });
  });
});
