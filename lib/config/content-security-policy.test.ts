import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const directive = (policy: string, name: string): string[] =>
  policy
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.split(' ')
    .slice(1) ?? [];

test('a page loads nothing from elsewhere by default', () => {
  const policy = contentSecurityPolicy({ tileUrl: null, realtimePublic: null }, 'abc', false);
  expect(policy).not.toMatch(/https?:|wss?:|\*/);
  expect(directive(policy, 'script-src')).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"]);
  expect(directive(policy, 'frame-ancestors')).toEqual(["'none'"]);
});

test('tiles are allowed from their server alone, its subdomains included', () => {
  const policy = contentSecurityPolicy(
    { tileUrl: 'https://{s}.tile.example.com:8443/{z}/{x}/{y}.png', realtimePublic: null },
    'abc',
    false,
  );
  expect(directive(policy, 'img-src')).toContain('https://*.tile.example.com:8443');
  expect(directive(policy, 'script-src').join(' ')).not.toContain('example.com');
});

test('a broker elsewhere may be connected to, by socket and by its fallback', () => {
  const broker = { host: 'ws.example.com', port: 443, scheme: 'https' } as const;
  const policy = contentSecurityPolicy({ tileUrl: null, realtimePublic: broker }, 'abc', false);
  expect(directive(policy, 'connect-src')).toEqual([
    "'self'",
    'wss://ws.example.com:443',
    'https://ws.example.com:443',
  ]);
});
