import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SUITES = [
  ...readdirSync(path.join(ROOT, 'backend/realtime')).map((name) => `backend/realtime/${name}`),
  'tests/contract/realtime.test.ts',
  'tests/contract/plain-gateway.test.ts',
  'tests/contract/remote-broker.test.ts',
  'tests/contract/status-push.test.ts',
  'tests/contract/connections.test.ts',
].filter((name) => name.endsWith('.test.ts'));

const rules = (text: string, pattern: RegExp): Set<string> =>
  new Set([...text.matchAll(pattern)].flatMap(([, number]) => number ?? []));

describe('docs/PROTOCOL.md', () => {
  const written = rules(
    readFileSync(path.join(ROOT, 'docs/PROTOCOL.md'), 'utf8'),
    /^- \*\*(\d+\.\d+)\*\*/gmu,
  );
  const tested = rules(
    SUITES.map((name) => readFileSync(path.join(ROOT, name), 'utf8')).join('\n'),
    /['"`](\d+\.\d+) /gu,
  );

  it('has rules, and each is named by a test', () => {
    expect(written.size).toBeGreaterThan(80);
    expect([...written].filter((rule) => !tested.has(rule))).toEqual([]);
  });

  it('has every rule that a test names', () => {
    expect([...tested].filter((rule) => !written.has(rule))).toEqual([]);
  });
});
