import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { TrackingView, type TrackingLink } from '#lib/protocol/tracking.ts';
import { testDatabases, type Answer } from '#tests/support/test-backend.ts';
import { Desk, must } from './desk.ts';

const TWO_HOURS_MS = 2 * 3_600_000;
type View = { data: TrackingView } & ErrorBody;

describe.each(testDatabases())('a tracking link on %s', (database) => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open(database);
  });
  afterAll(() => desk.close());

  const issue = async (ticketId: number, body: object = {}): Promise<TrackingLink & { token: string }> => {
    const link = must<TrackingLink>(await desk.post(`/api/tickets/${ticketId}/tracking-links`, body), 201);
    return { ...link, token: link.token ?? '' };
  };
  const open = (token: string): Promise<Answer<View>> => desk.backend.api<View>(`/api/track/${token}`);
  const act = (token: string, action: string, body: object): Promise<Answer<View>> =>
    desk.backend.api<View>(`/api/track/${token}/${action}`, { method: 'POST', body });

  it('shows its token once, and stores it nowhere', async () => {
    const { ticket } = await desk.ticketIn('created');
    const link = await issue(ticket.id);
    expect(Buffer.from(link.token, 'base64url').length).toBeGreaterThanOrEqual(16);
    expect(link.url).toMatch(new RegExp(`/track/${link.token}$`));
    const list = await desk.api<{ data: TrackingLink[] }>(`/api/tickets/${ticket.id}/tracking-links`);
    expect(list.body.data).toEqual([
      expect.objectContaining({ id: link.id, ticket_id: ticket.id, revoked_at: null }),
    ]);
    expect(JSON.stringify(list.body)).not.toContain(link.token);
    for (const table of ['tracking_links', 'events', 'idempotency_keys']) {
      const { rows } = await desk.backend.backend.pool.query(`select * from ${table}`);
      expect(JSON.stringify(rows)).not.toContain(link.token);
    }
  });

  it('shares the position exactly from en_route through in_service', async () => {
    const { ticket, driver } = await desk.ticketIn('created');
    const { token } = await issue(ticket.id);
    const seen = async () => {
      const { driver: who, position, eta, status } = must(await open(token), 200);
      return [status, who !== null, position !== null, eta !== null];
    };
    expect(await seen()).toEqual(['created', false, false, false]);
    must(await desk.assign(ticket.id, driver.driverId), 200);
    expect(await seen()).toEqual(['assigned', true, false, false]);
    must(await desk.status(ticket.id, 'en_route', driver.token), 200);
    expect(await seen()).toEqual(['en_route', true, true, true]);
    must(await desk.status(ticket.id, 'on_site', driver.token), 200);
    expect(await seen()).toEqual(['on_site', true, true, false]);
    must(await desk.status(ticket.id, 'in_service', driver.token), 200);
    expect(await seen()).toEqual(['in_service', true, true, false]);
    must(await desk.status(ticket.id, 'completed', driver.token), 200);
    expect(await seen()).toEqual(['completed', false, false, false]);
  });

  it('shows no phone, no note, no full name, and is nobody’s to keep', async () => {
    const driver = await desk.driver({ name: 'Omar Haddad', phone: '+46 70 123 00 00' });
    const { id } = await desk.ticket();
    must(await desk.assign(id, driver.driverId), 200);
    must(await desk.status(id, 'en_route', driver.token), 200);
    const { token } = await issue(id);
    const answer = await open(token);
    expect(TrackingView.parse(answer.body.data).driver?.first_name).toBe('Omar');
    const text = JSON.stringify(answer.body);
    for (const secret of ['Haddad', '123 00 00', '999 88 77', 'Bergqvist', 'gate code']) {
      expect(text).not.toContain(secret);
    }
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    const refused = await open('x'.repeat(32));
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect(refused.headers.get('x-robots-tag')).toBe('noindex');
    expect(refused.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('steps are done, current and to do', async () => {
    const { ticket } = await desk.ticketIn('on_site');
    const { token } = await issue(ticket.id);
    const { steps } = must(await open(token), 200);
    expect(steps.map((step) => `${step.status} ${step.state} ${step.at === null ? 'no' : 'at'}`)).toEqual([
      'created done at',
      'assigned done at',
      'en_route done at',
      'on_site current at',
      'in_service todo no',
      'completed todo no',
    ]);
  });

  it('unknown is 404, expired and revoked are 410 with a code', async () => {
    const { ticket } = await desk.ticketIn('created');
    for (const token of ['nothing', 'x'.repeat(5_000), '%00', '%F0%9F%9A%97', 'a.b.c']) {
      const answer = await open(token);
      expect(answer.status, token.slice(0, 20)).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(ErrorBody.parse(answer.body).code).toBe('not_found');
    }
    const short = await issue(ticket.id, { expires_in: 300 });
    const revoked = await issue(ticket.id);
    expect((await desk.api(`/api/tracking-links/${revoked.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await desk.api(`/api/tracking-links/${revoked.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await desk.api('/api/tracking-links/999999', { method: 'DELETE' })).status).toBe(404);
    expect(await open(revoked.token)).toMatchObject({ status: 410, body: { code: 'link_revoked' } });
    expect((await act(revoked.token, 'cancel', { reason: 'x' })).status).toBe(410);
    expect((await open(short.token)).status).toBe(200);
    desk.clock.advance(300_000);
    expect(await open(short.token)).toMatchObject({ status: 410, body: { code: 'link_expired' } });
  });

  it('after the end: steps and a rating for two hours, then nothing', async () => {
    const { ticket } = await desk.ticketIn('completed');
    const { token } = await issue(ticket.id);
    expect(must(await open(token), 200)).toMatchObject({ can: ['rate'], rating: null });
    expect((await act(token, 'rating', { rating: 6 })).status).toBe(422);
    expect(must(await act(token, 'rating', { rating: 4, comment: 'quick' }), 200)).toMatchObject({
      rating: 4,
      can: [],
    });
    expect((await act(token, 'rating', { rating: 4 })).status).toBe(200);
    expect(await act(token, 'rating', { rating: 1 })).toMatchObject({
      status: 409,
      body: { code: 'already_rated' },
    });
    expect((await desk.read(ticket.id)).rating).toBe(4);
    desk.clock.advance(TWO_HOURS_MS - 1);
    expect((await open(token)).status).toBe(200);
    desk.clock.advance(1);
    expect(await open(token)).toMatchObject({ status: 410, body: { code: 'link_ended' } });
    expect(await desk.post(`/api/tickets/${ticket.id}/tracking-links`)).toMatchObject({
      status: 409,
      body: { code: 'ticket_ended' },
    });
  });

  it('its holder may cancel and correct the place until the driver is on site', async () => {
    const { ticket, driver } = await desk.ticketIn('en_route');
    const { token } = await issue(ticket.id);
    expect(must(await open(token), 200).can).toEqual(['pickup', 'cancel']);
    const moved = { latitude: ticket.location.latitude + 0.01, longitude: ticket.location.longitude };
    expect(must(await act(token, 'pickup', { ...moved, note: 'behind the gate' }), 200).destination).toEqual({
      ...moved,
      address: null,
    });
    expect(await act(token, 'pickup', { latitude: 0, longitude: 0 })).toMatchObject({
      status: 422,
      body: { code: 'too_far' },
    });
    expect((await act(token, 'rating', { rating: 5 })).body.code).toBe('not_completed');
    const { token: other } = await issue((await desk.ticketIn('on_site')).ticket.id);
    for (const [action, body] of [
      ['cancel', { reason: 'late' }],
      ['pickup', moved],
    ] as const) {
      expect(await act(other, action, body)).toMatchObject({
        status: 409,
        body: { code: 'illegal_transition', allowed: [] },
      });
    }
    const canceled = must(await act(token, 'cancel', { reason: 'solved it' }), 200);
    expect(canceled).toMatchObject({ status: 'canceled', position: null, can: [] });
    expect(await desk.driverNow(driver)).toMatchObject({ status: 'available' });
    expect(await desk.read(ticket.id)).toMatchObject({ end_reason: 'solved it' });
  });

  it('is made by dispatch only, and its answer is never kept for a repeat', async () => {
    const { ticket, driver } = await desk.ticketIn('assigned');
    const path = `/api/tickets/${ticket.id}/tracking-links`;
    for (const token of [driver.token, desk.customer.token]) {
      expect((await desk.post(path, {}, token)).status).toBe(403);
    }
    const keyed = await desk.post(path, {}, desk.dispatcher.token, { 'Idempotency-Key': 'k1' });
    expect(keyed).toMatchObject({ status: 422, body: { code: 'idempotency_not_supported' } });
    expect((await desk.post('/api/tickets/999999/tracking-links')).status).toBe(404);
    expect((await desk.post(path, { expires_in: 1 })).status).toBe(422);
  });
});
