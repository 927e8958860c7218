import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must } from './desk.ts';

describe.each(testDatabases())('races for a ticket on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  it('of twenty drivers who accept at once one wins, and the others learn who', async () => {
    const drivers = await Promise.all(Array.from({ length: 20 }, () => desk.driver()));
    const { id } = await desk.ticket();
    const offerIds = await desk.offerTo(id, drivers);
    const answers = await Promise.all(
      drivers.map((driver, index) => desk.accept(offerIds[index] ?? 0, driver)),
    );

    const winners = drivers.filter((_, index) => answers[index]?.status === 200);
    expect(winners).toHaveLength(1);
    const [winner] = winners;
    const losers = answers.filter((answer) => answer.status !== 200);
    for (const answer of losers) {
      expect(answer).toMatchObject({
        status: 409,
        body: { code: 'ticket_taken', holder: { id: winner?.driverId }, current: { status: 'withdrawn' } },
      });
    }
    expect(await desk.read(id)).toMatchObject({ status: 'assigned', driver: { id: winner?.driverId } });
    for (const driver of drivers) {
      const status = driver === winner ? 'busy' : 'available';
      expect(await desk.driverNow(driver)).toMatchObject({ status });
    }
    const { body } = await desk.api<{ data: { type: string }[] }>(`/api/tickets/${id}/timeline`);
    expect(body.data.filter((event) => event.type === 'ticket.assigned')).toHaveLength(1);
  });

  it('the winner may repeat, the loser may not', async () => {
    const [winner, loser] = [await desk.driver(), await desk.driver()];
    const { id } = await desk.ticket();
    const [first = 0, second = 0] = await desk.offerTo(id, [winner, loser]);
    const won = must(await desk.accept(first, winner), 200);
    const repeated = must(await desk.accept(first, winner), 200);
    expect(repeated.version).toBe(won.version);
    expect(await desk.accept(second, loser)).toMatchObject({ status: 409, body: { code: 'ticket_taken' } });
    expect((await desk.accept(first, loser)).status).toBe(404);
  });

  it('of two dispatchers who assign at once exactly one succeeds and the other is told who has it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const other = await desk.backend.makePerson({ role: 'dispatcher' });
      const drivers = [await desk.driver({ name: 'Anna Ek' }), await desk.driver({ name: 'Bo Falk' })];
      const { id } = await desk.ticket();
      const answers = await Promise.all(
        drivers.map((driver, index) =>
          desk.post(
            `/api/tickets/${id}/assign`,
            { driver_id: driver.driverId },
            index === 0 ? desk.dispatcher.token : other.token,
          ),
        ),
      );
      expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
      const won = answers.findIndex((answer) => answer.status === 200);
      const holder = drivers[won];
      expect(answers[1 - won]?.body).toMatchObject({
        code: 'ticket_taken',
        holder: { id: holder?.driverId, name: holder?.name },
        current: { id, status: 'assigned', driver: { id: holder?.driverId } },
        allowed: ['created', 'assigned', 'en_route', 'canceled'],
      });
      const loser = drivers[1 - won];
      if (loser) expect(await desk.driverNow(loser)).toMatchObject({ status: 'available' });
    }
  });

  it('a ticket is taken from its driver only on purpose: by If-Match or by force', async () => {
    const { ticket, driver } = await desk.ticketIn('en_route');
    const other = await desk.driver();
    const stale = { 'If-Match': `"${ticket.version - 1}"` };
    expect((await desk.assign(ticket.id, other.driverId)).status).toBe(409);
    expect((await desk.assign(ticket.id, other.driverId, {}, { 'If-Match': '*' })).status).toBe(409);
    expect(await desk.assign(ticket.id, other.driverId, {}, stale)).toMatchObject({
      status: 412,
      body: { code: 'stale_version', holder: { id: driver.driverId }, current: { version: ticket.version } },
    });

    const seen = { 'If-Match': `W/"${ticket.version}"` };
    const moved = must(await desk.assign(ticket.id, other.driverId, {}, seen), 200);
    expect(moved).toMatchObject({ status: 'assigned', driver: { id: other.driverId }, en_route_at: null });
    expect(await desk.driverNow(driver)).toMatchObject({ status: 'available', current_ticket_id: null });

    const back = must(await desk.assign(ticket.id, driver.driverId, { force: true }), 200);
    expect(back.driver?.id).toBe(driver.driverId);
    const again = must(await desk.assign(ticket.id, driver.driverId), 200);
    expect(again.version).toBe(back.version);
  });

  it('a driver is given two tickets at once only by force', async () => {
    const driver = await desk.driver();
    const tickets = [await desk.ticket(), await desk.ticket(), await desk.ticket()];
    const answers = await Promise.all(tickets.map(({ id }) => desk.assign(id, driver.driverId)));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409, 409]);
    const refused = answers.findIndex((answer) => answer.status === 409);
    expect(answers[refused]?.body.code).toBe('driver_busy');
    must(await desk.assign(tickets[refused]?.id ?? 0, driver.driverId, { force: true }), 200);
  });

  it('accepting and cancelling at once leave one truth', async () => {
    for (let round = 0; round < 5; round += 1) {
      const driver = await desk.driver();
      const { id } = await desk.ticket();
      const [offerId = 0] = await desk.offerTo(id, [driver]);
      const [accepted, canceled] = await Promise.all([
        desk.accept(offerId, driver),
        desk.post(`/api/tickets/${id}/cancel`, { reason: 'not needed' }, desk.customer.token),
      ]);
      // Both orders are right; a ticket may be canceled after it was accepted, not accepted afterwards.
      expect(canceled.status).toBe(200);
      expect([200, 409]).toContain(accepted.status);
      expect(await desk.read(id)).toMatchObject({ status: 'canceled' });
      expect(await desk.driverNow(driver)).toMatchObject({ status: 'available', current_ticket_id: null });
    }
  });

  it('offers in a circle of drivers and tickets end without a deadlock', async () => {
    const drivers = await Promise.all(Array.from({ length: 6 }, () => desk.driver()));
    const tickets = await Promise.all(Array.from({ length: 6 }, () => desk.ticket()));
    const rounds = Array.from({ length: 4 }, (_, round) =>
      tickets.map(({ id }, index) => {
        const chosen = [0, 1, 2].map((step) => drivers[(index + round + step * 2) % drivers.length]);
        return desk.offer(id, { driver_ids: chosen.map((driver) => driver?.driverId) });
      }),
    ).flat();
    for (const answer of await Promise.all(rounds)) expect(answer.status).toBe(200);
    const accepts = await Promise.all(
      drivers.map(async (driver) => {
        const offers = await desk.pendingOffers(driver);
        return Promise.all(offers.map((offer) => desk.accept(offer.id, driver)));
      }),
    );
    for (const answer of accepts.flat()) expect([200, 409]).toContain(answer.status);
    for (const driver of drivers) {
      const won = accepts[drivers.indexOf(driver)]?.filter((answer) => answer.status === 200) ?? [];
      expect(won.length).toBeLessThanOrEqual(1);
    }
  });
});
