import { expect, test } from 'vitest';
import {
  publicSession,
  SESSION_MAX_AGE_SECONDS,
  sessionMaxAgeSeconds,
  sessionTokenOf,
} from './session-token.ts';

const LOGIN = {
  token: 'the-backend-token',
  token_type: 'Bearer',
  expires_at: '2026-11-21T13:00:00.000Z',
  user: {
    id: 7,
    name: 'Dora',
    email: 'd@example.test',
    role: 'dispatcher',
    phone: '+46 31 1',
    driver_id: null,
    disabled_at: null,
    version: 3,
  },
} as const;

test('what the browser may ask of the session does not carry the token', () => {
  expect(publicSession(sessionTokenOf(LOGIN))).toEqual({
    id: 7,
    name: 'Dora',
    email: 'd@example.test',
    role: 'dispatcher',
  });
});

test('the cookie ends with the backend’s token', () => {
  const token = sessionTokenOf(LOGIN);
  expect(sessionMaxAgeSeconds(token, Date.parse('2026-11-21T12:59:00Z'))).toBe(60);
  expect(sessionMaxAgeSeconds(token, Date.parse('2026-11-21T14:00:00Z'))).toBe(0);
  expect(sessionMaxAgeSeconds({ ...token, backend_expires_at: null }, 0)).toBe(SESSION_MAX_AGE_SECONDS);
});
