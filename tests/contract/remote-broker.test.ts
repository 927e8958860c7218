import type Echo from 'laravel-echo';
import type Pusher from 'pusher-js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Offer } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingLink } from '#lib/protocol/tracking.ts';
import { openLine, type CuttableLine } from '#tests/support/cuttable-line.ts';
import { echoClient, Heard, pusherClient } from '#tests/support/echo-client.ts';
import { brokerEnvironment, remoteBrokers, type RemoteBroker } from '#tests/support/remote-broker.ts';
import type { TestDriver, TestPerson } from '#tests/support/people.ts';
import { openTestBackend, type TestBackend } from '#tests/support/test-backend.ts';

/**
 * A whole backend that publishes to another server, with real clients at that server; named by the rules
 * of docs/PROTOCOL.md. Our own server is that other one, and with REAL_BROKER_COMMAND a real Reverb or
 * soketi too, e.g. REAL_BROKER_COMMAND="php artisan reverb:start --port=8090" REAL_BROKER_PORT=8090.
 */

const PLACE = { latitude: 57.7, longitude: 11.97 };
const brokers = remoteBrokers();

it.skipIf(brokers.some(({ name }) => name.startsWith('a real')))(
  'a real broker is spoken to where REAL_BROKER_COMMAND starts one',
  ({ skip }) => skip('REAL_BROKER_COMMAND is not set'),
);

describe.each(brokers)('$name', ({ driver: driverName, open }) => {
  let broker: RemoteBroker;
  let line: CuttableLine;
  let t: TestBackend;
  let admin: TestPerson;
  let customer: TestPerson;
  let driver: TestDriver;
  const clients: { disconnect(): void }[] = [];

  beforeEach(async () => {
    broker = await open();
    line = await openLine(broker.port);
    t = await openTestBackend({ env: brokerEnvironment(driverName, broker.app, line.port) });
    admin = await t.makePerson({ role: 'admin' });
    customer = await t.makePerson({ role: 'customer' });
    driver = await t.makeDriver({ name: 'Omar Haddad' });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.disconnect();
    await t.close();
    await line.close();
    await broker.close();
  });

  const target = (token: string) => ({
    ...{ port: broker.port, key: broker.app.appKey, authPort: t.port, token },
  });
  const pusher = ({ token }: TestPerson): Pusher => {
    const client = pusherClient(target(token));
    clients.push(client);
    return client;
  };
  const echo = ({ token }: TestPerson): Echo<'reverb'> => {
    const client = echoClient(target(token));
    clients.push(client);
    return client;
  };
  const hear = (client: Pusher, channel: string) => new Heard(client.subscribe(channel)).open();
  const post = async <T>(path: string, body: unknown, token = admin.token): Promise<T> => {
    const answer = await t.api<{ data: T }>(path, { method: 'POST', token, body });
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
    return answer.body?.data;
  };
  const newTicket = (customerId: number) =>
    post<Ticket>('/api/tickets', { service_type: 'tow', customer_id: customerId, location: PLACE });
  const drive = (ticket: Ticket, latitude: number) =>
    post('/api/driver/location', fix(ticket, latitude), driver.token);
  const fix = (ticket: Ticket, latitude: number) => ({
    ...{ ...PLACE, latitude, ticket_id: ticket.id, recorded_at: new Date().toISOString() },
  });
  const status = (ticket: Ticket, value: string) =>
    post(`/api/tickets/${ticket.id}/status`, { status: value }, driver.token);

  it('10.9 carries offers, the assignment and positions to real clients of the one who signs for it', async () => {
    const [desk, phone, app] = [pusher(admin), pusher(driver), pusher(customer)];
    const fleet = await hear(desk, 'private-admin.fleet');
    const own = await hear(phone, `private-driver.${driver.driverId}`);
    const theirs = await hear(app, `private-customer.${customer.userId}.driver-location`);
    const ticket = await newTicket(customer.userId);
    await fleet.until('ticket.created', (data: Ticket) => data.id === ticket.id);
    await post(`/api/tickets/${ticket.id}/offer`, { driver_ids: [driver.driverId], strategy: 'manual' });
    const offer = (await own.until('offer.created')) as Offer;
    await theirs.until('ticket.offered', (data: Ticket) => data.id === ticket.id);
    const shared = await hear(app, `private-ticket.${ticket.id}`);
    await post(`/api/offers/${offer.id}/accept`, {}, driver.token);
    const assigned = (await theirs.until('ticket.assigned')) as Ticket;
    expect(assigned.driver).toMatchObject({ id: driver.driverId });
    await status(ticket, 'en_route');
    await drive(ticket, 57.71);
    const moved = { ticket_id: ticket.id, driver: { id: driver.driverId, latitude: '57.7100000' } };
    for (const channel of [theirs, shared])
      expect(await channel.until('driver.location.updated')).toMatchObject(moved);
    const rows = (await fleet.until('driver.locations')) as { id: number[]; lat: number[] };
    expect(rows.id).toContain(driver.driverId);
  }, 60_000);

  it('10.2 lets nobody into another’s channel', async () => {
    const stranger = await t.makePerson({ role: 'customer' });
    const refused = new Heard(pusher(stranger).subscribe(`private-user.${customer.userId}`));
    await refused.until('pusher:subscription_error');
  }, 60_000);

  it('11.17 and 11.19 serve Echo: who is on shift, and whispers that do not come back', async () => {
    const other = await t.makePerson({ role: 'dispatcher' });
    const [mine, theirs] = [echo(admin), echo(other)];
    const joined = new Promise<{ id: number }>((resolve) => {
      mine
        .join('dispatch')
        .here(() => theirs.join('dispatch'))
        .joining(resolve);
    });
    expect(await joined).toMatchObject({ id: other.userId });
    const ticket = await newTicket(customer.userId);
    const name = `ticket.${ticket.id}`;
    const echoed: unknown[] = [];
    const heard = new Promise<unknown>((resolve) => {
      theirs.private(name).listenForWhisper('typing', resolve);
      mine.private(name).listenForWhisper('typing', (data: unknown) => echoed.push(data));
      const subscribed = [mine, theirs].map(
        (client) => new Promise<void>((done) => client.private(name).subscribed(done)),
      );
      void Promise.all(subscribed).then(() => mine.private(name).whisper('typing', { by: 'me' }));
    });
    expect(await heard).toEqual({ by: 'me' });
    expect(echoed).toEqual([]);
  }, 60_000);

  it('11.25 has everything in order after it was killed and started again, and blocks no call', async () => {
    const desk = pusher(admin);
    const fleet = await hear(desk, 'private-admin.fleet');
    const first = await newTicket(customer.userId);
    await fleet.until('ticket.created', (data: Ticket) => data.id === first.id);
    await line.cut();
    await broker.kill();
    const created: number[] = [];
    for (let n = 0; n < 25; n += 1) created.push((await newTicket(customer.userId)).id);
    await expect.poll(() => t.backend.broadcaster.health.state, { timeout: 15_000 }).toBe('down');
    await broker.start();
    // The client comes back by itself, once it has seen the server go.
    await expect.poll(() => fleet.named('pusher:subscription_succeeded').length, { timeout: 30_000 }).toBe(2);
    await line.mend();
    await fleet.until('ticket.created', (data: Ticket) => data.id === created.at(-1));
    const heard = (fleet.named('ticket.created') as Ticket[]).map(({ id }) => id);
    // What the line was cut under, after it was heard and before its answer came, is sent again (11.13).
    expect(heard.filter((id, index) => id !== heard[index - 1])).toEqual([first.id, ...created]);
    expect(t.backend.broadcaster.health).toMatchObject({ state: 'up', error: null });
  }, 90_000);

  it('13.5 is sent nothing more for a disabled customer’s or a withdrawn link’s own channels', async () => {
    const staying = await t.makePerson({ role: 'customer' });
    const ticket = await newTicket(customer.userId);
    const second = await newTicket(staying.userId);
    for (const { id } of [ticket, second]) {
      await post(`/api/tickets/${id}/assign`, { driver_id: driver.driverId, force: true });
      if (id === ticket.id) await status(ticket, 'en_route');
    }
    const link = await post<TrackingLink>(`/api/tickets/${ticket.id}/tracking-links`, {});
    const kept = await post<TrackingLink>(`/api/tickets/${ticket.id}/tracking-links`, {});
    const [gone, there, withdrawn, live] = [
      await hear(pusher(customer), `private-customer.${customer.userId}.driver-location`),
      await hear(pusher(staying), `private-customer.${staying.userId}.driver-location`),
      await hear(pusher({ ...customer, token: link.token ?? '' }), `private-tracking.${link.id}`),
      await hear(pusher({ ...customer, token: kept.token ?? '' }), `private-tracking.${kept.id}`),
    ];
    await drive(ticket, 57.72);
    const at = (latitude: string) => (data: { driver: { latitude: string } }) =>
      data.driver.latitude === latitude;
    for (const channel of [gone, withdrawn, live])
      await channel.until('driver.location.updated', at('57.7200000'));

    const disable = { method: 'PATCH', token: admin.token, body: { disabled: true } } as const;
    expect((await t.api(`/api/admin/users/${customer.userId}`, disable)).status).toBe(200);
    const withdraw = { method: 'DELETE', token: admin.token } as const;
    expect((await t.api(`/api/tracking-links/${link.id}`, withdraw)).status).toBe(204);
    await t.backend.publisher.drained();
    const before = [gone.events.length, withdrawn.events.length];

    await drive(ticket, 57.73);
    await live.until('driver.location.updated', at('57.7300000'));
    const other = await t.makeDriver();
    await post(`/api/tickets/${ticket.id}/assign`, { driver_id: other.driverId, force: true });
    await post(`/api/tickets/${second.id}/assign`, { driver_id: other.driverId, force: true });
    await there.until('ticket.assigned', (data: Ticket) => data.driver?.id === other.driverId);
    await live.until('ticket.updated');
    expect([gone.events.length, withdrawn.events.length]).toEqual(before);
  }, 60_000);
});
