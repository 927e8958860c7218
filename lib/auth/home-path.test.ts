import { expect, test } from 'vitest';
import { localPath } from './home-path.ts';

test.each(['/dispatch', '/dispatch/tickets/7?tab=timeline', '/'])('%s is a path of this site', (path) => {
  expect(localPath(path)).toBe(path);
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/a\\b',
  '/\t/evil.example',
  'dispatch',
  '',
  '/login?next=/login',
  undefined,
  ['/dispatch'],
])('%o leads nowhere', (next) => {
  expect(localPath(next)).toBeUndefined();
});
