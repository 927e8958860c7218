import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/**
 * Question: does one backend on its embedded database acknowledge 10,000 fixes a second, each durable?
 * Run: node --import tsx tools/bench/location-writes.ts [drivers=50] [seconds=10] [fixes per call=100]
 * A fresh backend process; drivers send calls on a fixed beat, late ones are not excused; ten seconds.
 */
const [drivers = 50, seconds = 10, perCall = 100] = process.argv.slice(2).map(Number);
const FIXES_PER_SECOND = 10_000;
const PASSWORD = 'bench password';
const Login = z.object({ token: z.string() });
const Stored = z.object({ data: z.object({ stored: z.number() }) });

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const dataDir = await mkdtemp(path.join(tmpdir(), 'callout-bench-'));
const backend = spawn(process.execPath, ['--import', 'tsx', 'backend/main.ts', '--demo'], {
  env: {
    ...process.env,
    DATA_DIR: dataDir,
    BACKEND_PORT: String(port),
    DEMO_PASSWORD: PASSWORD,
    LOG_LEVEL: 'warn',
  },
  stdio: ['ignore', 'ignore', 'inherit'],
});
try {
  await untilReady();
  const admin = await login('admin@example.test');
  const tokens: string[] = [];
  for (let i = 0; i < drivers; i++) {
    const account = { name: `Bench ${i}`, email: `bench${i}@example.test`, password: PASSWORD };
    await call('/api/drivers', account, admin);
    const token = await login(account.email);
    await call('/api/driver/duty', { duty: 'on' }, token);
    tokens.push(token);
  }
  await measure(tokens);
} finally {
  backend.kill('SIGTERM');
  await once(backend, 'exit');
  await rm(dataDir, { recursive: true, force: true });
}

async function measure(tokens: readonly string[]): Promise<void> {
  const calls = Math.round((FIXES_PER_SECOND / perCall) * seconds);
  const everyMs = (seconds * 1_000) / calls;
  const beganMs = performance.now();
  const latenciesMs: number[] = [];
  let stored = 0;
  let refused = 0;
  await Promise.all(
    Array.from({ length: calls }, async (_, index) => {
      const dueMs = beganMs + index * everyMs;
      await new Promise((resolve) => setTimeout(resolve, dueMs - performance.now()));
      const round = Math.floor(index / tokens.length);
      const answer = await send(
        '/api/driver/location',
        { fixes: fixesOf(round) },
        tokens[index % tokens.length],
      );
      if (answer.status !== 202) {
        refused += 1;
        return;
      }
      stored += Stored.parse(await answer.json()).data.stored;
      latenciesMs.push(performance.now() - dueMs);
    }),
  );
  const tookSeconds = (performance.now() - beganMs) / 1_000;
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0);
  process.stdout.write(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, node ${process.version}, embedded database\n` +
      `${calls} calls of ${perCall} fixes by ${tokens.length} drivers at ${FIXES_PER_SECOND} fixes/s\n` +
      `durable ${stored} in ${tookSeconds.toFixed(2)} s: ${Math.round(stored / tookSeconds)} fixes/s; ${refused} calls refused\n` +
      `from the beat to the acknowledgement: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms\n`,
  );
}

/** Times of their own for each round, so that no fix is a duplicate. */
function fixesOf(round: number) {
  const newestMs = startOfFixesMs() + round * perCall * 10;
  return Array.from({ length: perCall }, (_, i) => ({
    latitude: 57.7 + i * 1e-5,
    longitude: 11.97,
    heading: 90,
    speed: 10,
    accuracy: 5,
    recorded_at: new Date(newestMs + i * 10).toISOString(),
  }));
}

function startOfFixesMs(): number {
  return Math.floor(performance.timeOrigin) - 3_600_000;
}

async function login(email: string): Promise<string> {
  return Login.parse(await call('/api/login', { email, password: PASSWORD })).token;
}

function send(target: string, body: unknown, token?: string): Promise<Response> {
  return fetch(`${url}${target}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
}

async function call(target: string, body: unknown, token?: string): Promise<unknown> {
  const answer = await send(target, body, token);
  const answered: unknown = await answer.json();
  if (!answer.ok) throw new Error(`${target}: ${answer.status} ${JSON.stringify(answered)}`);
  return answered;
}

async function untilReady(): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt++) {
    const ready = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the backend was not ready in a minute');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}
