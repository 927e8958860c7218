import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { stateForwardedFor, trustList } from './forwarded-for.ts';

function forwardedFor(peer: string, claimed: string | undefined, trusted: readonly string[]): unknown {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: peer });
  const request = new IncomingMessage(socket);
  if (claimed !== undefined) request.headers['x-forwarded-for'] = claimed;
  stateForwardedFor(request, trustList(trusted));
  return request.headers['x-forwarded-for'];
}

test('a caller cannot claim another address', () => {
  expect(forwardedFor('203.0.113.9', '10.0.0.1', [])).toBe('203.0.113.9');
});

test('a trusted proxy is believed, and stands in the chain itself', () => {
  expect(forwardedFor('10.1.2.3', '203.0.113.9', ['10.0.0.0/8'])).toBe('203.0.113.9, 10.1.2.3');
  expect(forwardedFor('::1', '203.0.113.9', ['::1'])).toBe('203.0.113.9, ::1');
});

test('an IPv4 address on an IPv6 socket is written as IPv4', () => {
  expect(forwardedFor('::ffff:10.1.2.3', '203.0.113.9', ['10.1.2.3'])).toBe('203.0.113.9, 10.1.2.3');
});
