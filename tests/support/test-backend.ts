import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino, type Logger } from 'pino';
import type { Clock } from '#backend/platform/clock.ts';
import { startBackend, type RunningBackend } from '#backend/start.ts';
import { loadBackendConfig, type Environment } from '#lib/config/backend-config.ts';
import { createTestDatabase, dropTestDatabase, postgresBinaries } from './postgres-cluster.ts';
import { copyTemplate } from './pglite-template.ts';
import { people, type People } from './people.ts';

export type TestDatabase = 'pglite' | 'postgres';

/**
 * The databases that a suite has to pass on, for `describe.each(testDatabases())`.
 * @throws in CI without Postgres: a suite that skips half of its promise must not look green
 */
export function testDatabases(): readonly TestDatabase[] {
  if (postgresBinaries() !== undefined) return ['pglite', 'postgres'];
  if (process.env['CI'] === 'true')
    throw new Error('CI must test on Postgres too: install its server package.');
  return ['pglite'];
}

export interface TestBackendOptions {
  readonly database?: TestDatabase;
  readonly clock?: Clock;
  /** Variables beside those of a quiet test backend. */
  readonly env?: Environment;
  readonly demo?: boolean;
  /** Default: silent, unless TEST_LOG_LEVEL says otherwise. */
  readonly log?: Logger;
}

export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  /** As the test expects it; an empty body is undefined. */
  readonly body: T;
}

export interface ApiCall {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE' | 'OPTIONS';
  readonly token?: string;
  /** Sent as JSON; a string is sent as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestBackend extends RunningBackend, People {
  readonly database: TestDatabase;
  readonly dataDir: string;
  /** @param path with its `/api` */
  api<T = unknown>(path: string, call?: ApiCall): Promise<Answer<T>>;
}

/** A whole backend on a free port with a database of its own; `close()` leaves nothing behind. */
export async function openTestBackend(options: TestBackendOptions = {}): Promise<TestBackend> {
  const { database = 'pglite', clock, env = {}, demo = false, log } = options;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'callout-backend-'));
  const name = `t_${randomBytes(8).toString('hex')}`;
  const databaseUrl = database === 'postgres' ? await createTestDatabase(name) : undefined;
  if (databaseUrl === undefined) await copyTemplate(dataDir);
  const config = loadBackendConfig({
    ...TEST_ENVIRONMENT,
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    ...env,
  });
  const running = await startBackend(config, {
    log: log ?? pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
    demo,
    ...(clock ? { clock } : {}),
  });
  let closed: Promise<void> | undefined;
  const close = async () => {
    await running.close();
    if (databaseUrl !== undefined) await dropTestDatabase(name);
    await rm(dataDir, { recursive: true, force: true });
  };
  return {
    ...running,
    ...people(running.backend),
    database,
    dataDir,
    api: <T>(target: string, call?: ApiCall) => callApi<T>(running.url, target, call),
    close: () => (closed ??= close()),
  };
}

const TEST_ENVIRONMENT: Environment = {
  BACKEND_PORT: '0',
  LOG_LEVEL: 'silent',
  REVERB_APP_ID: 'test-app',
  REVERB_APP_KEY: 'test-key',
  REVERB_APP_SECRET: 'test-only-secret-of-more-than-32-bytes',
};

async function callApi<T>(url: string, target: string, call: ApiCall = {}): Promise<Answer<T>> {
  const { method = call.body === undefined ? 'GET' : 'POST', token, body, headers = {} } = call;
  const response = await fetch(`${url}${target}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return {
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : isJson ? JSON.parse(text) : text) as T,
  };
}
