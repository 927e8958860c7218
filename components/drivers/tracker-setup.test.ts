import { expect, test } from 'vitest';
import { isLoopback, setupUrl, trackerServerUrl } from './tracker-setup.ts';

const SERVER = 'https://dispatch.example.com/api/ingest/osmand';

test('the code holds the address to send to, the identifier and how often to report', () => {
  const url = new URL(setupUrl(SERVER, 'a-b_c'));
  expect(`${url.origin}${url.pathname}`).toBe(SERVER);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    id: 'a-b_c',
    accuracy: 'high',
    distance: '20',
    fastest_interval: '5',
    heartbeat: '60',
  });
});

test.each([
  [SERVER, 'http://localhost:3000', SERVER],
  [
    'http://localhost:3000/api/ingest/osmand',
    'http://localhost:3000',
    'http://localhost:3000/api/ingest/osmand',
  ],
  [
    'http://localhost:3000/api/ingest/osmand',
    'http://192.168.1.5:3000',
    'http://192.168.1.5:3000/api/ingest/osmand',
  ],
])('of %s on a page of %s the phone is given %s', (told, origin, given) => {
  expect(trackerServerUrl(told, origin)).toBe(given);
});

test('addresses of this computer only are told apart', () => {
  expect(
    ['http://localhost:1', 'http://127.0.0.1', 'http://127.1.2.3/', 'http://[::1]:3000'].map(isLoopback),
  ).toEqual([true, true, true, true]);
  expect(['http://localhost.example.com', 'http://10.0.0.1', SERVER].map(isLoopback)).toEqual([
    false,
    false,
    false,
  ]);
});
