import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorBody } from '#lib/protocol/errors.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TestDriver } from '#tests/support/people.ts';
import { testDatabases, type Answer, type ApiCall } from '#tests/support/test-backend.ts';
import { Desk, PLACE } from './desk.ts';

const LEAK = /\bat \/|select |insert |update "|node_modules|\.ts\b|postgres|drizzle/i;

describe.each(testDatabases())('bad input to ticket calls on %s', (database) => {
  let desk: Desk;
  let ticket: Ticket;
  let driver: TestDriver;
  beforeAll(async () => {
    desk = await Desk.open(database);
    ({ ticket, driver } = await desk.ticketIn('assigned'));
  });
  afterAll(() => desk.close());

  const refused = (answer: Answer<unknown>, status: number, what: string) => {
    expect(answer.status, `${what}: ${JSON.stringify(answer.body)}`).toBe(status);
    const body = ErrorBody.parse(answer.body);
    expect(body.request_id).toBe(answer.headers.get('x-request-id'));
    expect(JSON.stringify(body)).not.toMatch(LEAK);
    if (status === 422) expect(Object.keys(body.errors ?? {}).length, what).toBeGreaterThan(0);
    return body;
  };

  const GOOD = { service_type: 'tow', location: PLACE };
  it.each<[string, unknown, string]>([
    ['nothing', {}, 'service_type'],
    ['null', null, 'body'],
    ['an array', [], 'body'],
    ['an unknown service', { ...GOOD, service_type: 'teleport' }, 'service_type'],
    ['an unknown priority', { ...GOOD, priority: 'asap' }, 'priority'],
    ['no place', { service_type: 'tow' }, 'location'],
    ['a latitude of 91', { ...GOOD, location: { latitude: 91, longitude: 0 } }, 'location.latitude'],
    ['a longitude of -181', { ...GOOD, location: { latitude: 0, longitude: -181 } }, 'location.longitude'],
    ['a latitude in words', { ...GOOD, location: { latitude: 'here', longitude: 0 } }, 'location.latitude'],
    ['an endless latitude', { ...GOOD, location: { latitude: '1e999', longitude: 0 } }, 'location.latitude'],
    ['a null place', { ...GOOD, location: { latitude: null, longitude: null } }, 'location.latitude'],
    ['no customer', GOOD, 'customer'],
    ['both customers', { ...GOOD, customer_id: 1, customer: { name: 'x' } }, 'customer'],
    ['an unknown customer', { ...GOOD, customer_id: 999_999 }, 'customer_id'],
    ['a huge customer id', { ...GOOD, customer_id: 99_999_999_999 }, 'customer_id'],
    ['a negative customer id', { ...GOOD, customer_id: -1 }, 'customer_id'],
    ['a nameless customer', { ...GOOD, customer: { name: '  ' } }, 'customer.name'],
    ['a book of notes', { ...GOOD, customer: { name: 'x' }, notes: 'x'.repeat(4_001) }, 'notes'],
    ['no real due time', { ...GOOD, customer: { name: 'x' }, due_at: 'soon' }, 'due_at'],
  ])('creating a ticket with %s names the field', async (what, body, field) => {
    const { errors } = refused(await desk.post('/api/tickets', body), 422, what);
    expect(
      Object.keys(errors ?? {}).some((name) => name.startsWith(field)),
      JSON.stringify(errors),
    ).toBe(true);
  });

  it('a dispatcher is no customer', async () => {
    refused(await desk.post('/api/tickets', { ...GOOD, customer_id: desk.dispatcher.userId }), 422, 'role');
  });

  it.each(['0', '-1', '1.5', 'abc', '2147483648', '99999999999', '%00', '1%20or%201=1', '999999'])(
    'a ticket called %s does not exist, for any call',
    async (id) => {
      const calls: [string, ApiCall][] = [
        ['', {}],
        ['', { method: 'PATCH', body: {}, headers: { 'If-Match': '*' } }],
        ['/offer', { body: {} }],
        ['/assign', { body: { driver_id: driver.driverId } }],
        ['/unassign', { method: 'POST' }],
        ['/cancel', { body: { reason: 'x' } }],
        ['/status', { body: { status: 'en_route' } }],
        ['/timeline', {}],
        ['/track', {}],
        ['/driver-location', {}],
        ['/tracking-links', {}],
        ['/tracking-links', { body: {} }],
      ];
      for (const [path, call] of calls) {
        const answer = await desk.api<unknown>(`/api/tickets/${id}${path}`, call);
        expect(refused(answer, 404, `${path} ${call.method}`).code).toBe('not_found');
      }
      refused(await desk.post(`/api/offers/${id}/accept`, {}, driver.token), 404, 'accept');
      refused(await desk.post(`/api/offers/${id}/decline`, {}, driver.token), 404, 'decline');
    },
  );

  it('every command refuses a body that makes no sense', async () => {
    const calls: [string, unknown, number][] = [
      ['status', {}, 422],
      ['status', { status: 'flying' }, 422],
      ['status', { status: 'en_route', latitude: 200 }, 422],
      ['status', { status: 'en_route', note: 'x'.repeat(1_001) }, 422],
      ['assign', {}, 422],
      ['assign', { driver_id: 'seven' }, 422],
      ['assign', { driver_id: 999_999, force: true }, 422],
      ['assign', { driver_id: 99_999_999_999, force: true }, 422],
      ['cancel', {}, 422],
      ['cancel', { reason: '' }, 422],
      ['offer', { strategy: 'auction' }, 422],
      ['offer', { strategy: 'manual' }, 422],
      ['offer', { driver_ids: [] }, 422],
      ['offer', { expires_in: 4 }, 422],
      ['offer', { expires_in: 601 }, 422],
      ['tracking-links', { expires_in: 1e12 }, 422],
    ];
    for (const [command, body, status] of calls) {
      const answer = await desk.post(`/api/tickets/${ticket.id}/${command}`, body);
      refused(answer, status, `${command} ${JSON.stringify(body)}`);
    }
    refused(await desk.post('/api/admin/update', { status: 'en_route' }), 422, 'no ticket');
    refused(await desk.post('/api/admin/update', { ticket_id: 999_999, status: 'en_route' }), 404, 'unknown');
    refused(await desk.post('/api/driver/duty', { duty: 'maybe' }, driver.token), 422, 'duty');
    expect(await desk.read(ticket.id)).toMatchObject({ status: 'assigned', version: ticket.version });
  });

  it('what is no JSON, too long or of another type is told so on every command', async () => {
    for (const command of ['status', 'assign', 'cancel', 'offer', 'tracking-links']) {
      const path = `/api/tickets/${ticket.id}/${command}`;
      refused(await desk.post(path, '{"status": '), 400, `${command} no JSON`);
      refused(await desk.post(path, { reason: 'x'.repeat(1_000_000) }), 413, `${command} 1 MB`);
    }
  });

  it.each([
    'status=flying',
    'status=created,flying',
    'sort=password_hash',
    'sort=',
    'sort=-',
    'driver_id=x',
    'driver_id=1;drop',
    'priority=asap',
    'page=0',
    'page=x',
    'per_page=-5',
    `search=${'x'.repeat(201)}`,
  ])('a list asked for with %s', async (query) => {
    refused(await desk.api<unknown>(`/api/tickets?${query}`), 422, query);
  });

  it.each([undefined, 'dead', '', 'a b', 'x'.repeat(500)])(
    'a dead token (%s) is 401 everywhere',
    async (token) => {
      const calls: [string, ApiCall][] = [
        ['/api/tickets', {}],
        ['/api/tickets', { body: GOOD }],
        [`/api/tickets/${ticket.id}`, {}],
        [`/api/tickets/${ticket.id}/assign`, { body: { driver_id: 1 } }],
        [`/api/tickets/${ticket.id}/timeline`, {}],
        ['/api/offers', {}],
        ['/api/driver/duty', { body: { duty: 'off' } }],
        ['/api/admin/update', { body: {} }],
      ];
      for (const [path, call] of calls) {
        const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
        const answer = await desk.backend.api(path, { ...call, headers });
        expect(refused(answer, 401, path).code).toBe('unauthenticated');
      }
    },
  );

  it('an empty body with a JSON type is an empty object where nothing is required', async () => {
    const { ticket: fresh } = await desk.ticketIn('created');
    const own = await desk.driver();
    const [offerId = 0] = await desk.offerTo(fresh.id, [own]);
    const json = { 'Content-Type': 'application/json' };
    const decline = { method: 'POST', token: own.token, headers: json } as const;
    expect((await desk.api(`/api/offers/${offerId}/decline`, decline)).status).toBe(200);
    const link = { method: 'POST', headers: json } as const;
    expect((await desk.api(`/api/tickets/${fresh.id}/tracking-links`, link)).status).toBe(201);
    expect((await desk.api(`/api/tickets/${fresh.id}/tracking-links`, { method: 'POST' })).status).toBe(201);
  });

  it('the OpenAPI document names every call', async () => {
    const { status, body } = await desk.api<{ paths: Record<string, Record<string, unknown>> }>(
      '/api/openapi.json',
    );
    expect(status).toBe(200);
    for (const path of [
      '/tickets',
      '/tickets/{id}/offer',
      '/offers/{id}/accept',
      '/track/{token}',
      '/admin/update',
    ]) {
      expect(Object.keys(body.paths)).toContain(`/api${path}`);
    }
  });
});
