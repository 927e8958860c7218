import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runFuzz } from '#tools/fuzz/run-fuzz.ts';
import type { LoginResponse } from '#lib/protocol/user.ts';
import { freePort, startBackendProcess, type BackendProcess } from '#tests/support/backend-process.ts';
import { copyTemplate } from '#tests/support/pglite-template.ts';

/** The short form of `npm run fuzz`, with a seed of its own so that a failure comes back. */

const PASSWORD = 'fuzz password';
const app = { appId: 'fuzz', key: 'fuzz-key', secret: 'fuzz-secret-of-more-than-thirty-two-bytes' };
let dataDir: string;
let backend: BackendProcess;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'callout-fuzz-'));
  await copyTemplate(dataDir);
  backend = await startBackendProcess(
    {
      ...{ DATA_DIR: dataDir, BACKEND_PORT: String(await freePort()) },
      ...{ DEMO_PASSWORD: PASSWORD, LOG_LEVEL: 'error' },
      ...{ REVERB_APP_ID: app.appId, REVERB_APP_KEY: app.key, REVERB_APP_SECRET: app.secret },
    },
    '--demo',
  );
}, 90_000);
afterAll(async () => {
  await backend.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
});

const login = async (name: string): Promise<string> => {
  const answer = await fetch(`${backend.url}/api/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `${name}@example.test`, password: PASSWORD }),
  });
  return ((await answer.json()) as LoginResponse).token;
};

test('no frame and no request crashes the backend, draws a 5xx or leaves a socket behind', async () => {
  const tokens: string[] = [];
  for (const name of ['admin', 'dispatcher', 'driver1', 'customer1']) tokens.push(await login(name));
  const target = { url: backend.url, app, tokens };
  const result = await runFuzz(target, { frames: 600, requests: 1_200, seed: 'short' });
  expect(result.findings).toEqual([]);
  // The damage got in past the doors: whoever could do something before still can.
  expect(result.statuses[200]).toBeGreaterThan(100);
  expect(result.statuses[201]).toBeGreaterThan(0);
  expect(result.statuses[422]).toBeGreaterThan(50);
  expect(backend.output()).not.toContain('unexpected error');
  expect((await fetch(`${backend.url}/readyz`)).status).toBe(200);
}, 120_000);
