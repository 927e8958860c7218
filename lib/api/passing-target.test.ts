import { expect, test } from 'vitest';
import { passingTarget } from './passing-target.ts';

const CONFIG = { backendUrl: 'http://backend', brokerUrl: 'http://broker' };
const target = (url: string) => passingTarget(url, CONFIG);

test.each([
  ['/api/tickets?status=a,b', 'http://backend', '/api/tickets?status=a,b'],
  ['/api/login', 'http://backend', '/api/login'],
  ['/api/authority', 'http://backend', '/api/authority'],
  ['/api/broadcasting/other', 'http://backend', '/api/broadcasting/other'],
  ['/ws/driver', 'http://backend', '/ws/driver'],
  ['/app/key?protocol=7', 'http://broker', '/app/key?protocol=7'],
  ['/apps/1/events', 'http://broker', '/apps/1/events'],
])('%s goes to %s', (url, baseUrl, path) => {
  expect(target(url)).toEqual({ baseUrl, path });
});

test.each([
  '/',
  '/api',
  '/dispatch',
  '/application',
  '/api/auth/session',
  '/api/bff/tickets',
  '/api/broadcasting/auth',
  '/_next/static/chunks/app.js',
  '//evil.example/api/tickets',
  'http://evil.example/api/tickets',
])('%s stays here', (url) => {
  expect(target(url)).toBeUndefined();
});

test.each(['/api/../metrics', '/api/%2e%2e/metrics', '/ws/./../metrics', '/api/x/../auth/session'])(
  '%s reaches nothing beside what is passed on',
  (url) => {
    expect(target(url)).toBeUndefined();
  },
);
