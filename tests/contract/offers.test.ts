import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DriverOffer } from '#lib/protocol/offer.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must } from './desk.ts';

/** Each test works in a place of its own, for the nearest driver is looked for in the whole fleet. */
let placeCount = 0;
function newPlace(): { latitude: number; longitude: number } {
  placeCount += 1;
  return { latitude: -60 + placeCount * 4, longitude: 20 };
}
const north = (place: { latitude: number; longitude: number }, km: number) => ({
  latitude: place.latitude + km / 111.2,
  longitude: place.longitude,
});

describe.each(testDatabases())('offers on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  it('goes to the nearest driver who is free, skilled and has a fresh position', async () => {
    const place = newPlace();
    const near = await desk.driver({ position: north(place, 2) });
    const far = await desk.driver({ position: north(place, 5) });
    const off = await desk.driver({ position: place, duty: 'off' });
    const unskilled = await desk.driver({ position: place, skills: ['fuel'] });
    const silent = await desk.driver({ position: null });
    const busy = await desk.driver({ position: place });
    must(await desk.assign((await desk.ticket()).id, busy.driverId), 200);
    const { id } = await desk.ticket({ location: place });

    const offered = must(await desk.offer(id), 200);
    expect(offered).toMatchObject({
      status: 'offered',
      offer: { driver_id: near.driverId, status: 'pending' },
    });
    for (const driver of [far, off, unskilled, silent, busy]) {
      expect(await desk.pendingOffers(driver)).toEqual([]);
    }
    expect(await desk.driverNow(near)).toMatchObject({ status: 'offered' });
  });

  it('shows the driver the job, without the phone', async () => {
    const place = newPlace();
    const driver = await desk.driver({ position: north(place, 1) });
    const { id } = await desk.ticket({ location: { ...place, address: 'Avenyn 3' } });
    await desk.offer(id);
    const [offer] = (await desk.pendingOffers(driver)) as DriverOffer[];
    expect(offer).toMatchObject({
      ticket: { id, location: { address: 'Avenyn 3' }, notes: 'internal: gate code 4711' },
    });
    expect(offer?.ticket.distance).toBeGreaterThan(990);
    expect(offer?.ticket.distance).toBeLessThan(1_010);
    expect(offer?.ticket.eta_seconds).toBeGreaterThan(100);
    expect(JSON.stringify(offer)).not.toContain('999 88 77');
    expect((await desk.api(`/api/tickets/${id}`, { token: driver.token })).status).toBe(404);
  });

  it('says so when nobody can take it', async () => {
    const { id } = await desk.ticket({ location: newPlace(), service_type: 'other' });
    const idle = await desk.driver({ skills: ['fuel'] });
    const answer = await desk.offer(id, { strategy: 'nearest', driver_ids: [idle.driverId] });
    expect(answer).toMatchObject({ status: 422, body: { code: 'no_driver' } });
    expect(await desk.read(id)).toMatchObject({ status: 'created', version: 1 });
  });

  it('broadcasts to the five nearest', async () => {
    const place = newPlace();
    const drivers = [];
    for (let km = 1; km <= 7; km += 1) drivers.push(await desk.driver({ position: north(place, km) }));
    const { id } = await desk.ticket({ location: place });
    must(await desk.offer(id, { strategy: 'broadcast' }), 200);
    const asked = [];
    for (const driver of drivers) asked.push((await desk.pendingOffers(driver)).length);
    expect(asked).toEqual([1, 1, 1, 1, 1, 0, 0]);
  });

  it('refuses an unknown, an off-duty and a busy driver, the last unless forced', async () => {
    const { id } = await desk.ticket();
    const off = await desk.driver({ duty: 'off' });
    const { driver: busy } = await desk.ticketIn('assigned');
    expect(await desk.offer(id, { driver_ids: [999_999] })).toMatchObject({
      status: 422,
      body: { errors: { driver_ids: [expect.any(String)] } },
    });
    expect(await desk.offer(id, { driver_ids: [off.driverId], force: true })).toMatchObject({
      status: 422,
      body: { code: 'driver_off_duty' },
    });
    expect(await desk.offer(id, { driver_ids: [busy.driverId] })).toMatchObject({
      status: 409,
      body: { code: 'driver_busy', current: { id } },
    });
    must(await desk.offer(id, { driver_ids: [busy.driverId], force: true }), 200);
    expect(await desk.driverNow(busy)).toMatchObject({ status: 'busy' });
  });

  it('a new offer withdraws the old one', async () => {
    const [first, second] = [await desk.driver(), await desk.driver()];
    const { id } = await desk.ticket();
    const [old = 0] = await desk.offerTo(id, [first]);
    await desk.offerTo(id, [second]);
    expect(await desk.driverNow(first)).toMatchObject({ status: 'available' });
    expect(await desk.accept(old, first)).toMatchObject({ status: 409, body: { code: 'offer_withdrawn' } });
    expect(await desk.decline(old, first)).toMatchObject({ status: 409, body: { code: 'offer_withdrawn' } });
  });

  it('goes back to dispatch when the last driver declines, with the reason in the timeline', async () => {
    const [first, second] = [await desk.driver(), await desk.driver()];
    const { id } = await desk.ticket();
    const [one = 0, two = 0] = await desk.offerTo(id, [first, second]);
    const offered = await desk.read(id);
    expect(must(await desk.decline(one, first, { reason: 'too far' }), 200)).toMatchObject({
      status: 'declined',
      reason: 'too far',
    });
    const still = await desk.read(id);
    expect(still).toMatchObject({ status: 'offered', offer: { id: two, status: 'pending' } });
    expect(still.version).toBeGreaterThan(offered.version);
    must(await desk.decline(one, first), 200);
    must(await desk.decline(two, second), 200);
    expect(await desk.read(id)).toMatchObject({ status: 'created', offered_at: null });
    expect(await desk.accept(two, second)).toMatchObject({ status: 409, body: { code: 'offer_declined' } });
    const { body } = await desk.api<{ data: { type: string; note: string | null }[] }>(
      `/api/tickets/${id}/timeline`,
    );
    expect(body.data).toContainEqual(expect.objectContaining({ type: 'offer.updated', note: 'too far' }));
  });

  it('expires by the clock, before anybody has written it down', async () => {
    const driver = await desk.driver();
    const { id } = await desk.ticket();
    const [offerId = 0] = await desk.offerTo(id, [driver], 30);
    desk.clock.advance(30_000);
    expect(await desk.pendingOffers(driver)).toEqual([]);
    const late = await desk.accept(offerId, driver);
    expect(late).toMatchObject({ status: 409, body: { code: 'offer_expired' } });
    expect((await desk.decline(offerId, driver)).body.code).toBe('offer_expired');
    await desk.expire();
    expect(await desk.read(id)).toMatchObject({ status: 'created', offer: { status: 'expired' } });
    expect(await desk.driverNow(driver)).toMatchObject({ status: 'available' });
    expect((await desk.accept(offerId, driver)).body.code).toBe('offer_expired');
  });

  it('can still be accepted in its last millisecond', async () => {
    const driver = await desk.driver();
    const { id } = await desk.ticket();
    const [offerId = 0] = await desk.offerTo(id, [driver], 30);
    desk.clock.advance(29_999);
    expect(must(await desk.accept(offerId, driver), 200).driver?.id).toBe(driver.driverId);
  });

  it('is written down as expired once, however many timers run', async () => {
    const driver = await desk.driver();
    const { id } = await desk.ticket();
    await desk.offerTo(id, [driver], 5);
    desk.clock.advance(5_000);
    await Promise.all(Array.from({ length: 8 }, () => desk.expire()));
    const { body } = await desk.api<{ data: { type: string; after: unknown }[] }>(
      `/api/tickets/${id}/timeline`,
    );
    const ends = body.data.filter((event) => event.type === 'offer.updated');
    expect(ends).toHaveLength(1);
    expect(ends[0]).toMatchObject({ after: { status: 'expired' }, actor: { role: 'system' } });
  });

  it('an unassigned ticket expires after a day, one that was taken back lately does not', async () => {
    const { ticket: fresh } = await desk.ticketIn('created');
    const { ticket: held } = await desk.ticketIn('assigned');
    const due = await desk.ticket({ due_at: new Date(desk.clock.nowMs() + 3_600_000).toISOString() });
    desk.clock.advance(24 * 3_600_000 - 1);
    must(await desk.post(`/api/tickets/${held.id}/unassign`), 200);
    await desk.expire();
    expect((await desk.read(fresh.id)).status).toBe('created');
    desk.clock.advance(1);
    await desk.expire();
    expect(await desk.read(fresh.id)).toMatchObject({ status: 'expired', end_reason: expect.any(String) });
    expect((await desk.read(held.id)).status).toBe('created');
    expect((await desk.read(due.id)).status).toBe('created');
    desk.clock.advance(24 * 3_600_000);
    await desk.expire();
    expect((await desk.read(held.id)).status).toBe('expired');
    expect((await desk.read(due.id)).status).toBe('expired');
  });

  it('who takes a job leaves the other offers behind', async () => {
    const driver = await desk.driver();
    const [a, b] = [await desk.ticket(), await desk.ticket()];
    const [offerA = 0] = await desk.offerTo(a.id, [driver]);
    const [offerB = 0] = await desk.offerTo(b.id, [driver]);
    must(await desk.accept(offerB, driver), 200);
    expect(await desk.read(a.id)).toMatchObject({ status: 'created' });
    expect(await desk.accept(offerA, driver)).toMatchObject({
      status: 409,
      body: { code: 'offer_withdrawn' },
    });
  });

  it('going off duty withdraws offers, and is refused with a ticket in hand', async () => {
    const driver = await desk.driver();
    const { id } = await desk.ticket();
    await desk.offerTo(id, [driver]);
    const duty = (value: string) =>
      desk.post<{ data: { status: string; duty: string }; code?: string }>(
        '/api/driver/duty',
        { duty: value },
        driver.token,
      );
    expect(must(await duty('off'), 200)).toMatchObject({ duty: 'off', status: 'off_duty' });
    expect((await desk.read(id)).status).toBe('created');
    expect(must(await duty('on'), 200)).toMatchObject({ duty: 'on', status: 'available' });
    must(await desk.assign(id, driver.driverId), 200);
    expect(await duty('off')).toMatchObject({ status: 409, body: { code: 'driver_busy' } });
  });

  it('is not to be seen by others', async () => {
    const [driver, other] = [await desk.driver(), await desk.driver()];
    const { id } = await desk.ticket();
    const [offerId = 0] = await desk.offerTo(id, [driver]);
    expect((await desk.accept(offerId, other)).status).toBe(404);
    expect((await desk.decline(offerId, other)).status).toBe(404);
    expect((await desk.pendingOffers(other)).filter((offer) => offer.id === offerId)).toEqual([]);
    expect((await desk.api('/api/offers', { token: desk.customer.token })).status).toBe(403);
  });
});
