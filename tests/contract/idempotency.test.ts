import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must, PLACE } from './desk.ts';

describe.each(testDatabases())('Idempotency-Key on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  const body = (notes: string) => ({
    service_type: 'tow',
    location: PLACE,
    notes,
    customer_id: desk.customer.userId,
  });
  const create = (key: string, what: unknown, token = desk.dispatcher.token) =>
    desk.post('/api/tickets', what, token, { 'Idempotency-Key': key });
  const countOf = async (notes: string) => {
    const { rows } = await desk.backend.backend.pool.query('select 1 from tickets where notes = $1', [notes]);
    return rows.length;
  };

  it('the same key and body replay the first answer, in any notation', async () => {
    const first = must<Ticket>(await create('replay', body('replay')), 201);
    must(await desk.post(`/api/tickets/${first.id}/cancel`, { reason: 'x' }), 200);
    const { notes, ...rest } = body('replay');
    const again = await create('replay', `  ${JSON.stringify({ notes, ...rest, priority: 'normal' })}`);
    expect(must<Ticket>(again, 201)).toEqual(first);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await countOf('replay')).toBe(1);
  });

  it('another body under the same key is 422', async () => {
    must(await create('reused', body('reused a')), 201);
    expect(await create('reused', body('reused b'))).toMatchObject({
      status: 422,
      body: { code: 'key_reused', errors: { 'Idempotency-Key': [expect.any(String)] } },
    });
    expect(await countOf('reused b')).toBe(0);
  });

  it('of many at once one creates, the others replay it or are told to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => create('at once', body('at once'))));
    const created = answers.filter((answer) => answer.status === 201);
    expect(new Set(created.map((answer) => answer.body.data.id)).size).toBe(1);
    for (const answer of answers.filter((other) => other.status !== 201)) {
      expect(answer).toMatchObject({ status: 409, body: { code: 'in_progress' } });
      expect(answer.headers.get('retry-after')).toBe('1');
    }
    expect(answers.some((answer) => answer.status === 409)).toBe(true);
    expect(await countOf('at once')).toBe(1);
  });

  it('belongs to one caller and one path', async () => {
    const other = await desk.backend.makePerson({ role: 'dispatcher' });
    const mine = must<Ticket>(await create('scope', body('scope')), 201);
    const theirs = must<Ticket>(await create('scope', body('scope'), other.token), 201);
    expect(theirs.id).not.toBe(mine.id);
    const driver = await desk.driver();
    const offer = await desk.post(
      `/api/tickets/${mine.id}/offer`,
      { driver_ids: [driver.driverId] },
      desk.dispatcher.token,
      { 'Idempotency-Key': 'scope' },
    );
    expect(must<Ticket>(offer, 200).status).toBe('offered');
  });

  it('a repeated offer is one offer', async () => {
    const driver = await desk.driver();
    const { id } = await desk.ticket();
    const send = () =>
      desk.post(`/api/tickets/${id}/offer`, { driver_ids: [driver.driverId] }, desk.dispatcher.token, {
        'Idempotency-Key': 'offer once',
      });
    const first = must<Ticket>(await send(), 200);
    expect(must<Ticket>(await send(), 200)).toEqual(first);
    const { rows } = await desk.backend.backend.pool.query('select 1 from offers where ticket_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('a refusal is replayed too, and left nothing behind', async () => {
    const driver = await desk.driver({ duty: 'off' });
    const { id } = await desk.ticket();
    const send = () =>
      desk.post(`/api/tickets/${id}/offer`, { driver_ids: [driver.driverId] }, desk.dispatcher.token, {
        'Idempotency-Key': 'refused',
      });
    expect(await send()).toMatchObject({ status: 422, body: { code: 'driver_off_duty' } });
    must(await desk.post('/api/driver/duty', { duty: 'on' }, driver.token), 200);
    expect(await send()).toMatchObject({ status: 422, body: { code: 'driver_off_duty' } });
    expect(await desk.read(id)).toMatchObject({ status: 'created', version: 1 });
  });

  it('is forgotten after a day', async () => {
    const first = must<Ticket>(await create('a day', body('a day')), 201);
    desk.clock.advance(24 * 3_600_000 + 1);
    const second = must<Ticket>(await create('a day', body('a day')), 201);
    expect(second.id).not.toBe(first.id);
  });

  it('an unusable key is refused', async () => {
    expect((await create('x'.repeat(256), body('long'))).status).toBe(422);
  });
});
