import { expect, test } from 'vitest';
import { isSameOrigin } from './same-origin.ts';

const PUBLIC = 'https://dispatch.example.com';
const check = (headers: Record<string, string>) => isSameOrigin(new Headers(headers), PUBLIC);

test.each([
  [{ 'sec-fetch-site': 'same-origin' }],
  [{ origin: 'https://dispatch.example.com' }],
  [{ origin: 'http://192.168.1.5:3000', host: '192.168.1.5:3000' }],
  [{ origin: 'https://d.example.com', host: 'web:3000', 'x-forwarded-host': 'd.example.com' }],
])('%o comes from our own pages', (headers) => {
  expect(check(headers as Record<string, string>)).toBe(true);
});

test.each([
  [{}],
  [{ 'sec-fetch-site': 'cross-site', origin: 'https://dispatch.example.com' }],
  [{ 'sec-fetch-site': 'same-site' }],
  [{ 'sec-fetch-site': 'none' }],
  [{ origin: 'null', host: 'dispatch.example.com' }],
  [{ origin: 'https://evil.example', host: 'dispatch.example.com' }],
  [{ origin: 'https://dispatch.example.com.evil.example', host: 'dispatch.example.com' }],
])('%o does not', (headers) => {
  expect(check(headers as Record<string, string>)).toBe(false);
});
