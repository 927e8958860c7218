import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ErrorBody } from '#lib/protocol/errors.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';

describe.each(testDatabases())('bad input on %s gets a clear refusal', (database) => {
  let t: TestBackend;
  let admin: string;
  let driver: string;
  beforeAll(async () => {
    t = await openTestBackend({ database, env: { ALLOWED_ORIGINS: 'https://desk.example' } });
    admin = (await t.makePerson({ role: 'admin' })).token;
    driver = (await t.makeDriver()).token;
  });
  afterAll(() => t.close());

  const refused = async (
    status: number,
    code: string,
    path: string,
    call: Parameters<TestBackend['api']>[1],
  ) => {
    const answer = await t.api(path, call);
    expect({ status: answer.status, code: ErrorBody.parse(answer.body).code }).toEqual({ status, code });
    const body = ErrorBody.parse(answer.body);
    expect(body.request_id).toBe(answer.headers.get('x-request-id'));
    expect(JSON.stringify(body)).not.toMatch(/\bat \/|select |insert |node_modules|\.ts\b/i);
    return body;
  };

  test('a body that is no JSON', () => refused(400, 'bad_json', '/api/login', { body: '{"email": ' }));

  test('a body nested as deep as it is long', () =>
    refused(422, 'invalid', '/api/login', { body: '['.repeat(100_000) + ']'.repeat(100_000) }));

  test('deep nesting around a NUL', () =>
    refused(422, 'invalid', '/api/login', {
      body: `${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`,
    }));

  test('a body of another media type', () =>
    refused(415, 'unsupported_media_type', '/api/login', {
      body: 'email=a',
      headers: { 'Content-Type': 'text/plain' },
    }));

  test('a body of 1 MB, with its length told', () =>
    refused(413, 'too_large', '/api/login', { body: { email: 'x'.repeat(1_000_000) } }));

  test('a body of 1 MB in chunks', async () => {
    const status = await new Promise<number>((resolve, reject) => {
      const call = request(
        `${t.url}/api/login`,
        { method: 'POST', headers: { 'Content-Type': 'application/json' } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      call.on('error', reject);
      for (let i = 0; i < 16; i++) call.write('x'.repeat(65_536));
      call.end();
    });
    expect(status).toBe(413);
  });

  test('a missing body names the fields', async () => {
    const { errors } = await refused(422, 'invalid', '/api/login', { body: {} });
    expect(Object.keys(errors ?? {})).toEqual(['email', 'password']);
  });

  test.each([
    ['"a\\u0000b"', 'NUL'],
    ['"a\\ud800b"', 'half a surrogate pair'],
  ])('text that no database stores: %s (%s)', async (text) => {
    const body = `{"name":${text},"vehicle":{"plate":${text}}}`;
    const { errors } = await refused(422, 'invalid', '/api/drivers/1', {
      method: 'PATCH',
      token: admin,
      body,
    });
    expect(Object.keys(errors ?? {})[0]).toMatch(/^(name|vehicle\.plate)$/);
    await refused(422, 'invalid', '/api/drivers?search=a%00b', { token: admin });
  });

  test.each(['0', '-1', '1.5', '1e3', '2147483648', '99999999999999999999', 'abc', '%00', '%E0%A4%A', '١'])(
    'an id that no row can have: %s',
    async (id) => {
      await refused(404, 'not_found', `/api/drivers/${id}`, { token: admin });
    },
  );

  test('an unknown route', () => refused(404, 'not_found', '/api/nothing/here', {}));

  test('an id in a body beyond what an id can be', () =>
    refused(422, 'invalid', '/api/drivers', { token: admin, body: { name: 'x', user_id: 99_999_999_999 } }));

  test("another role's page", () => refused(403, 'forbidden', '/api/drivers', { token: driver }));

  test.each(['status=flying', 'per_page=0', 'page=x', 'sort=password_hash', 'duty=on,maybe'])(
    'a list asked for with %s',
    async (query) => {
      await refused(422, 'invalid', `/api/drivers?${query}`, { token: admin });
    },
  );

  test.each([
    [{ latitude: 91, longitude: 0 }, 'latitude'],
    [{ latitude: 'north', longitude: 0 }, 'latitude'],
    [{ latitude: 0, longitude: 1e308 }, 'longitude'],
    [{ latitude: null, longitude: 0 }, 'latitude'],
    [{ latitude: '1e1', longitude: 0 }, 'latitude'],
    [{ latitude: 0, longitude: 0, speed: -1 }, 'speed'],
  ])('absurd coordinates: %o', async (fix, field) => {
    const body = { recorded_at: new Date().toISOString(), ...fix };
    const { errors } = await refused(422, 'invalid', '/api/driver/location', { token: driver, body });
    expect(Object.keys(errors ?? {})).toEqual([field]);
  });

  test('an origin that is not allowed gets no CORS headers; an allowed one does', async () => {
    const from = (origin: string) =>
      t.api('/api/user', {
        method: 'OPTIONS',
        headers: { Origin: origin, 'Access-Control-Request-Method': 'GET' },
      });
    expect((await from('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await from('https://desk.example')).headers.get('access-control-allow-origin')).toBe(
      'https://desk.example',
    );
  });
});
