/** Valid requests of every part of the public surface, to be damaged; `:id` and `:app` are filled in. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
}

const get = (path: string): Request => ({ method: 'GET', path });
const post = (path: string, body: unknown = {}): Request => ({ method: 'POST', path, body });

const PLACE = { latitude: 57.7072, longitude: 11.9668 };
const FIX = {
  ...PLACE,
  heading: 90,
  speed: 12.5,
  accuracy: 5,
  recorded_at: '2026-11-21T12:00:00.000Z',
  seq: 4,
  battery: 0.5,
};
const TICKET = {
  ...{
    service_type: 'tow',
    priority: 'high',
    notes: 'gate code',
    customer: { name: 'Kim', phone: '+46 70' },
  },
  location: { ...PLACE, address: 'Kungsgatan 1' },
};

/** Sign-out, and what ends the fuzzer's own accounts, is left to their own tests: it would fuzz 401 only. */
export const REQUESTS: readonly Request[] = [
  post('/api/login', { email: 'nobody@example.test', password: 'wrong password', device_name: 'fuzz' }),
  get('/api/user'),
  get(
    '/api/tickets?status=created,assigned&driver_id=1&service_type=tow&priority=high&search=kim&sort=-created_at&page=1&per_page=20',
  ),
  post('/api/tickets', TICKET),
  post('/api/tickets', TICKET),
  get('/api/tickets/:id'),
  {
    method: 'PATCH',
    path: '/api/tickets/:id',
    body: { priority: 'low', notes: 'x', location: PLACE, due_at: '2026-11-22T12:00:00Z' },
  },
  post('/api/tickets/:id/offer', { driver_ids: [1, 2], strategy: 'manual', expires_in: 60, force: true }),
  post('/api/tickets/:id/assign', { driver_id: 1, force: true }),
  post('/api/tickets/:id/unassign'),
  post('/api/tickets/:id/cancel', { reason: 'changed mind' }),
  post('/api/tickets/:id/status', { status: 'en_route', note: 'x', ...PLACE }),
  get('/api/tickets/:id/timeline?page=1&per_page=10'),
  get('/api/tickets/:id/track?since=2026-11-21T12:00:00Z'),
  get('/api/tickets/:id/driver-location'),
  get('/api/offers?status=pending&page=1'),
  post('/api/offers/:id/accept'),
  post('/api/offers/:id/decline', { reason: 'too far' }),
  get('/api/drivers?duty=on&status=available&search=o&page=1'),
  get('/api/drivers/:id'),
  get('/api/drivers/:id/positions?from=2026-11-20T12:00:00Z&to=2026-11-21T12:00:00Z'),
  get('/api/drivers/:id/devices'),
  post('/api/drivers/:id/devices', { name: 'phone' }),
  { method: 'DELETE', path: '/api/drivers/:id/devices/9999' },
  {
    method: 'PATCH',
    path: '/api/drivers/:id',
    body: { vehicle: { make: 'Volvo', model: 'V70', colour: 'red', plate: 'ABC 123' }, skills: ['tow'] },
  },
  post('/api/driver/location', FIX),
  post('/api/driver/location', { fixes: [FIX, { ...FIX, latitude: '57.7', seq: 5 }] }),
  post('/api/driver/duty', { duty: 'on' }),
  post('/api/tickets/:id/tracking-links', { expires_in: 3_600 }),
  get('/api/tickets/:id/tracking-links'),
  { method: 'DELETE', path: '/api/tracking-links/9999' },
  get('/api/track/some-token'),
  post('/api/track/some-token/rating', { rating: 5 }),
  post('/api/track/some-token/pickup', { ...PLACE, note: 'here' }),
  post('/api/track/some-token/cancel', { reason: 'x' }),
  post('/api/admin/update', { ticket_id: 1, status: 'on_site', note: 'x' }),
  get('/api/admin/connections?search=x&sort=-connected_at&page=1'),
  { method: 'DELETE', path: '/api/admin/connections/1.1' },
  get('/api/admin/activity?kind=sockets&limit=10'),
  get('/api/admin/health'),
  get('/api/admin/users?role=driver&search=x&page=1'),
  post('/api/admin/users', { name: 'N', email: 'fuzz@example.test', password: 'short', role: 'dispatcher' }),
  { method: 'PATCH', path: '/api/admin/users/999999', body: { name: 'N', role: 'driver' } },
  get('/api/admin/users/:id/sessions'),
  get('/api/sync?cursor='),
  get('/api/sync?cursor=bm9wZS4x'),
  post('/api/broadcasting/auth', { socket_id: '1.1', channel_name: 'private-admin.fleet' }),
  post('/api/broadcasting/user-auth', { socket_id: '1.1' }),
  get(
    '/api/ingest/osmand?id=x&lat=57.7&lon=11.9&timestamp=1795249930&speed=10&bearing=90&altitude=3&accuracy=5&batt=50',
  ),
  post('/api/ingest/osmand', {
    device_id: 'x',
    location: { timestamp: '2026-11-21T12:00:00Z', coords: { ...PLACE, speed: 3 } },
  }),
  get('/api/openapi.json'),
  get('/healthz'),
  get('/readyz'),
  get('/metrics'),
  get('/app/some-key'),
  post('/apps/:app/events', {
    name: 'e',
    channels: ['private-ticket.1', 'open'],
    data: '{"a":1}',
    socket_id: '1.1',
    info: 'user_count',
  }),
  post('/apps/:app/batch_events', {
    batch: [
      { name: 'e', channel: 'open', data: 'x' },
      { name: 'f', channel: 'cache-a', data: '{}' },
    ],
  }),
  get('/apps/:app/channels?filter_by_prefix=presence-&info=user_count'),
  get('/apps/:app/channels/open?info=occupied,subscription_count'),
  get('/apps/:app/channels/presence-room/users'),
  get('/apps/:app/connections'),
  post('/apps/:app/users/7/terminate_connections'),
];
