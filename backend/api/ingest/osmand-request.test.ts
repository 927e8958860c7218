import { describe, expect, test } from 'vitest';
import { decodeOsmAnd, type RawRequest } from './osmand-request.ts';

const NOW_MS = Date.parse('2026-03-01T12:00:00.000Z');
const AT = '2026-03-01T11:59:30.000Z';
const SECONDS = Date.parse(AT) / 1_000;

const decode = (raw: Partial<Omit<RawRequest, 'query'>> & { readonly query?: string }) =>
  decodeOsmAnd({ contentType: '', body: '', ...raw, query: new URLSearchParams(raw.query ?? '') }, NOW_MS);
const fixOf = (query: string) => decode({ query: `id=phone-1&lat=57.7&lon=11.9&${query}` }).fixes[0];
const json = (value: unknown) =>
  decode({ contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) });

const FULL = {
  latitude: 57.7072,
  longitude: 11.9668,
  recorded_at: AT,
  accuracy: 12,
  battery: 75,
  heading: 270,
};

/** As Traccar Client 9 writes it, `_` and all. */
const location = (coords: Record<string, unknown> = {}, more: Record<string, unknown> = {}) => ({
  timestamp: AT,
  coords: {
    latitude: 57.7072,
    longitude: 11.9668,
    accuracy: 12,
    speed: 10,
    heading: 270,
    altitude: 35.2,
    ...coords,
  },
  is_moving: true,
  odometer: 1_204.5,
  event: 'motionchange',
  battery: { level: 0.75, is_charging: false },
  activity: { type: 'in_vehicle' },
  extras: {},
  _: `&id=phone-1&lat=57.7072&lon=11.9668&timestamp=${AT}&`,
  ...more,
});

describe('what tracker apps send', () => {
  const params = 'lat=57.7072&lon=11.9668&bearing=270&altitude=35.0&accuracy=12&batt=75.0';
  test.each([
    ['Traccar Client before 9: the query', { query: `id=phone-1&timestamp=${SECONDS}&speed=10&${params}` }],
    [
      'OsmAnd: milliseconds and deviceid',
      { query: `deviceid=phone-1&timestamp=${SECONDS}000&speed=10&${params}` },
    ],
    ['ISO 8601', { query: `id=phone-1&timestamp=${AT}&speed=10&${params}` }],
    [
      'a form',
      {
        contentType: 'application/x-www-form-urlencoded',
        body: `id=phone-1&timestamp=${SECONDS}&speed=10&${params}`,
      },
    ],
    [
      'the identifier in the query and the rest in a form',
      {
        query: 'id=phone-1',
        contentType: 'application/x-www-form-urlencoded',
        body: `timestamp=${SECONDS}&speed=10&${params}`,
      },
    ],
    [
      'the location in one, heading instead of bearing',
      {
        query: `id=phone-1&timestamp=${SECONDS}&speed=10&location=57.7072,11.9668&heading=270&accuracy=12&batt=75`,
      },
    ],
  ])('%s is one fix, its speed in knots', (_, raw) => {
    const { token, fixes } = decode(raw);
    expect(token).toBe('phone-1');
    expect(fixes).toEqual([{ ...FULL, speed: expect.closeTo(5.144, 3) }]);
  });

  test('JSON of Traccar Client 9 is one fix, its speed in m/s and its battery a fraction', () => {
    expect(json({ location: location(), device_id: 'phone-1' })).toEqual({
      token: 'phone-1',
      fixes: [{ ...FULL, speed: 10 }],
    });
  });

  test('JSON without its content type, with a numeric identifier or with it in the query is read too', () => {
    const body = JSON.stringify({ location: location(), device_id: 48_241_179 });
    expect(decode({ body })).toMatchObject({ token: '48241179', fixes: [{ speed: 10 }] });
    expect(decode({ body, query: 'id=phone-1' })).toMatchObject({ token: 'phone-1', fixes: [{ speed: 10 }] });
  });

  test('lists are read in order: of locations, and of whole messages; each bad one keeps its place', () => {
    const good = location();
    const bad = location({ latitude: 91 });
    expect(json({ location: [good, bad, good], device_id: 'phone-1' }).fixes.map(Boolean)).toEqual([
      true,
      false,
      true,
    ]);
    const whole = json([
      { location: good, device_id: 'phone-1' },
      { location: good, device_id: 'another' },
      { location: [good, 'nonsense'], device_id: 'phone-1' },
    ]);
    expect(whole.token).toBe('phone-1');
    expect(whole.fixes.map(Boolean)).toEqual([true, false, true, false]);
  });
});

describe('times', () => {
  test.each([
    [`timestamp=${SECONDS}`, AT],
    [`timestamp=${SECONDS}.5`, '2026-03-01T11:59:30.500Z'],
    [`timestamp=${SECONDS}000`, AT],
    ['timestamp=2026-03-01T12:59:30.000%2B01:00', AT],
    // A form decoder makes a space of the plus sign that nobody escaped.
    ['timestamp=2026-03-01T12:59:30.000+01:00', AT],
    ['timestamp=2026-03-01T06:59:30-0500', AT],
    ['timestamp=2026-03-01T11:59:30.000000Z', AT],
    ['timestamp=2026-03-01%2011:59:30', AT],
    ['timestamp=2026-03-01T11:59:30', AT],
    ['', '2026-03-01T12:00:00.000Z'],
    ['timestamp=', '2026-03-01T12:00:00.000Z'],
    ['timestamp=0', '1970-01-01T00:00:00.000Z'],
  ])('%s', (query, recordedAt) => {
    expect(fixOf(query)).toMatchObject({ recorded_at: recordedAt });
  });

  test.each(['yesterday', '-5', '1e12', '9'.repeat(40), '2026-13-01T00:00:00Z', '2026-03-01', 'NaN', '0x10'])(
    '%s is no time',
    (timestamp) => expect(fixOf(`timestamp=${timestamp}`)).toBeNull(),
  );
});

describe('absurd values', () => {
  test.each([
    'lat=91&lon=0',
    'lat=0&lon=180.01',
    'lat=0&lon=0',
    'lat=NaN&lon=11.9',
    'lat=Infinity&lon=11.9',
    'lat=1e400&lon=11.9',
    'lat=0x39&lon=11.9',
    'lat=57,7&lon=11.9',
    'lat=&lon=',
    'lat=57.7',
    'location=57.7',
    'lat=57.7&lon=11.9&valid=false',
    'lat=57.7&lon=11.9&valid=0',
    'lat=57.7&lon=11.9&accuracy=-1',
    '',
  ])('%s is no fix', (query) => {
    expect(decode({ query: `id=phone-1&timestamp=${SECONDS}&${query}` })).toEqual({
      token: 'phone-1',
      fixes: [null],
    });
  });

  test.each([
    ['speed=-1', 'speed'],
    ['speed=99999', 'speed'],
    ['speed=fast', 'speed'],
    ['bearing=-1', 'heading'],
    ['bearing=361', 'heading'],
    ['accuracy=1e9', 'accuracy'],
    ['batt=-100', 'battery'],
    ['batt=101', 'battery'],
  ])('%s is left out and the place kept', (query, name) => {
    expect(fixOf(query)).toMatchObject({ latitude: 57.7, longitude: 11.9, [name]: null });
  });

  test('the app’s −1 for unknown is left out of JSON', () => {
    const [fix] = json({
      location: location({ speed: -1, heading: -1 }, { battery: { level: -1, is_charging: false } }),
      device_id: 'phone-1',
    }).fixes;
    expect(fix).toMatchObject({ latitude: 57.7072, speed: null, heading: null, battery: null });
  });

  test.each([
    ['{', undefined],
    ['[]', undefined],
    ['[[[[]]]]', undefined],
    ['{"device_id":{"a":1}}', undefined],
    ['{"device_id":"phone-1"}', 'phone-1'],
    ['{"device_id":"phone-1","location":null}', 'phone-1'],
    ['{"device_id":"phone-1","location":[]}', 'phone-1'],
    ['{"device_id":"phone-1","location":{"coords":"here","timestamp":{}}}', 'phone-1'],
    ['{"device_id":"phone-1","location":{"__proto__":{"coords":{"latitude":1}}}}', 'phone-1'],
  ])('%s holds no fix', (body, token) => {
    expect(decode({ contentType: 'application/json', body })).toEqual({ token, fixes: [null] });
  });

  test('neither the first nor the last of many identifiers is made up', () => {
    expect(decode({ query: '' }).token).toBeUndefined();
    expect(decode({ query: 'id=&deviceid=' }).token).toBeUndefined();
    expect(decode({ query: 'id=a&id=b' }).token).toBe('a');
  });
});
