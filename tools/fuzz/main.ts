import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { freePort, ServerProcess } from '#tools/stack/server-process.ts';
import { runFuzz } from './run-fuzz.ts';

/**
 * `npm run fuzz [-- --frames 20000 --requests 50000 --seed S]`: does anything that a client may send
 * crash the backend, draw a 5xx, or stay in its memory? A fresh backend process with demo accounts;
 * the same seed sends the same. Ends with 1 when it found something.
 */
const { values } = parseArgs({
  options: {
    frames: { type: 'string', default: '20000' },
    requests: { type: 'string', default: '50000' },
    seed: { type: 'string', default: 'callout' },
  },
});
const Login = z.object({ token: z.string() });
/** What is left after a collection is what the backend keeps. */
const COLLECT_ON_SIGNAL = `data:text/javascript,process.on('SIGUSR2',()=>gc())`;
const PASSWORD = 'fuzz password';
const app = { appId: 'fuzz', key: 'fuzz-key', secret: 'fuzz-secret-of-more-than-thirty-two-bytes' };

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const dataDir = await mkdtemp(path.join(tmpdir(), 'callout-fuzz-'));
const backend = new ServerProcess(
  'backend',
  ['--expose-gc', '--import', COLLECT_ON_SIGNAL, '--import', 'tsx', 'backend/main.ts', '--demo'],
  {
    ...{ DATA_DIR: dataDir, BACKEND_PORT: String(port), DEMO_PASSWORD: PASSWORD, LOG_LEVEL: 'error' },
    ...{ REVERB_APP_ID: app.appId, REVERB_APP_KEY: app.key, REVERB_APP_SECRET: app.secret },
  },
  `${url}/readyz`,
);
try {
  await backend.start();
  const tokens: string[] = [];
  for (const name of ['admin', 'dispatcher', 'driver1', 'customer1']) {
    const answer = await fetch(`${url}/api/login`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: `${name}@example.test`, password: PASSWORD }),
      signal: AbortSignal.timeout(30_000),
    });
    tokens.push(Login.parse(await answer.json()).token);
  }
  const { frames, requests, seed } = values;
  const result = await runFuzz(
    { url, app, tokens, collectGarbage: () => process.kill(backend.pid, 'SIGUSR2') },
    { frames: Number(frames), requests: Number(requests), seed },
  );
  process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  if (result.count > 0) {
    process.exitCode = 1;
    process.stdout.write(`${backend.log()}\n`);
  }
} finally {
  await backend.stop();
  await rm(dataDir, { recursive: true, force: true });
}
