import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { testDatabases } from '#tests/support/test-backend.ts';
import { Desk, must, PLACE } from './desk.ts';

const TicketPage = page(Ticket);

describe.each(testDatabases())('the ticket list on %s', (database) => {
  let desk: Desk;
  let tickets: Ticket[];
  beforeAll(async () => {
    desk = await Desk.open(database);
    tickets = [];
    const kinds = [
      { priority: 'low', service_type: 'tow' },
      { priority: 'urgent', service_type: 'battery' },
      { priority: 'high', service_type: 'tow' },
      { priority: 'normal', service_type: 'fuel' },
    ];
    for (const kind of kinds) {
      desk.clock.advance(1_000);
      tickets.push(
        await desk.ticket({ ...kind, location: { ...PLACE, address: `100% ${kind.priority} street` } }),
      );
    }
    const driver = await desk.driver({ name: 'Åsa Öman' });
    must(await desk.assign(tickets[0]?.id ?? 0, driver.driverId), 200);
    must(await desk.post(`/api/tickets/${tickets[3]?.id}/cancel`, { reason: 'x' }), 200);
  });
  afterAll(() => desk.close());

  const list = async (query: string, token = desk.dispatcher.token) => {
    const answer = await desk.api(`/api/tickets?${query}`, { token });
    expect(answer.status, query).toBe(200);
    return TicketPage.parse(answer.body);
  };
  const places = async (query: string) => {
    const { data } = await list(query);
    return data.map((ticket) => tickets.findIndex(({ id }) => id === ticket.id));
  };

  it.each([
    ['', [3, 2, 1, 0]],
    ['sort=created_at', [0, 1, 2, 3]],
    ['sort=-priority', [1, 2, 3, 0]],
    ['sort=status,-created_at', [2, 1, 0, 3]],
    ['sort=reference', [0, 1, 2, 3]],
    ['status=created,assigned&sort=created_at', [0, 1, 2]],
    ['status=canceled', [3]],
    ['status=', [3, 2, 1, 0]],
    ['service_type=tow&priority=high,urgent', [2]],
    ['search=URGENT', [1]],
    ['search=100%25', [3, 2, 1, 0]],
    ['search=1_0', []],
    ['search=%5C', []],
    ['search=åsa', [0]],
    ['search=bergqvist', [3, 2, 1, 0]],
    ['driver_id=999', []],
  ])('%s', async (query, expected) => {
    expect(await places(query)).toEqual(expected);
  });

  it('finds a ticket by its reference', async () => {
    const [, second] = tickets;
    expect((await list(`search=${second?.reference}`)).data.map(({ id }) => id)).toEqual([second?.id]);
  });

  it('has Laravel’s links and meta', async () => {
    const first = await list('per_page=3&sort=created_at&status=created,assigned,canceled');
    expect(first.meta).toEqual({ current_page: 1, per_page: 3, total: 4, last_page: 2 });
    expect(first.links.prev).toBeNull();
    expect(first.links.next).toMatch(/\/api\/tickets\?.*page=2/);
    const next = new URL(first.links.next ?? '');
    expect(await places(next.search.slice(1))).toEqual([3]);
    const second = await list(next.search.slice(1));
    expect(second.links).toMatchObject({ next: null, last: first.links.last });
    expect((await list('per_page=5000')).meta.per_page).toBe(100);
    expect((await list('page=9')).data).toEqual([]);
  });

  it('a person sees one’s own', async () => {
    const other = await desk.backend.makePerson({ role: 'customer' });
    const own = must<Ticket>(
      await desk.post('/api/tickets', { service_type: 'lockout', location: PLACE }, other.token),
      201,
    );
    expect(own.customer.id).toBe(other.userId);
    expect((await list('', other.token)).data.map(({ id }) => id)).toEqual([own.id]);
    const forOther = { service_type: 'tow', location: PLACE, customer_id: desk.customer.userId };
    expect((await desk.post('/api/tickets', forOther, other.token)).status).toBe(403);
  });

  it('a caller without an account becomes a customer who cannot sign in', async () => {
    const ticket = await desk.ticket({
      customer_id: undefined,
      customer: { name: 'Telephone Caller', phone: '+46 31 1' },
    });
    expect(ticket.customer).toMatchObject({ name: 'Telephone Caller', phone: '+46 31 1' });
    const { rows } = await desk.backend.backend.pool.query(
      'select email, password_hash, role from users where id = $1',
      [ticket.customer.id],
    );
    expect(rows).toEqual([{ email: null, password_hash: null, role: 'customer' }]);
  });
});

describe.each(testDatabases())('If-Match on a ticket on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  const patch = (id: number, body: unknown, ifMatch?: string) =>
    desk.api(`/api/tickets/${id}`, {
      method: 'PATCH',
      body,
      ...(ifMatch === undefined ? {} : { headers: { 'If-Match': ifMatch } }),
    });

  it('is required to change it, and the version rises with each change', async () => {
    const { id } = await desk.ticket();
    const read = await desk.api(`/api/tickets/${id}`);
    const etag = read.headers.get('etag') ?? '';
    expect(etag).toBe('"1"');
    expect(await patch(id, { priority: 'high' })).toMatchObject({
      status: 428,
      body: { code: 'precondition_required' },
    });
    const changed = await patch(id, { priority: 'high', customer: { phone: '+46 1' } }, etag);
    expect(must<Ticket>(changed, 200)).toMatchObject({
      priority: 'high',
      version: 2,
      customer: { phone: '+46 1' },
    });
    expect(changed.headers.get('etag')).toBe('"2"');
    expect(await patch(id, { priority: 'low' }, etag)).toMatchObject({
      status: 412,
      body: { code: 'stale_version', current: { version: 2, priority: 'high' } },
    });
    for (const good of ['"7", W/"2"', 'W/"2"', '*']) {
      expect(must<Ticket>(await patch(id, { priority: 'high' }, good), 200).version).toBe(2);
    }
    for (const bad of ['2', '"two"', '"', 'W/2', '""']) {
      expect((await patch(id, { priority: 'low' }, bad)).status, bad).toBe(412);
    }
  });

  it('of two who change the same version one is refused', async () => {
    const { id } = await desk.ticket();
    const answers = await Promise.all(['a', 'b'].map((notes) => patch(id, { notes }, '"1"')));
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 412]);
  });

  it('is honoured by the commands that take it', async () => {
    const { id } = await desk.ticket();
    const stale = { 'If-Match': '"9"' };
    for (const [command, body] of [
      ['offer', {}],
      ['assign', { driver_id: (await desk.driver()).driverId }],
      ['unassign', {}],
      ['cancel', { reason: 'x' }],
    ] as const) {
      const answer = await desk.post(`/api/tickets/${id}/${command}`, body, desk.dispatcher.token, stale);
      expect(answer, command).toMatchObject({ status: 412, body: { current: { version: 1 } } });
    }
    const driver = await desk.driver();
    must(await desk.assign(id, driver.driverId), 200);
    const path = `/api/tickets/${id}/status`;
    must(await desk.post(path, { status: 'en_route' }, driver.token, stale), 200);
  });

  it('an ended ticket stays as it was', async () => {
    const { ticket } = await desk.ticketIn('canceled');
    expect(await patch(ticket.id, { notes: 'x' }, '*')).toMatchObject({
      status: 409,
      body: { code: 'ticket_ended', current: { id: ticket.id } },
    });
  });
});
