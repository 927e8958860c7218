import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { LoginResponse } from '#lib/protocol/user.ts';
import { createApi, type Api } from './api.ts';
import { freePort, ServerProcess } from './server-process.ts';

/** The demo's accounts: `driver` is driver1, `driver2` and `driver3` are the others. */
export const ACCOUNTS = {
  admin: 'admin@example.test',
  dispatcher: 'dispatcher@example.test',
  driver: 'driver1@example.test',
  driver2: 'driver2@example.test',
  driver3: 'driver3@example.test',
  customer: 'customer1@example.test',
  customer2: 'customer2@example.test',
} as const;
export type Account = keyof typeof ACCOUNTS;

/** A whole product of its own: embedded database, backend and web server on free ports. */
export interface Stack {
  /** The one public address, e.g. `http://localhost:41234`. */
  readonly url: string;
  /** The backend's own address, for tests that look behind the web port. */
  readonly backendUrl: string;
  readonly password: string;
  /** Its data folder, removed at the end. */
  readonly dataDir: string;
  /** The backend's process and the web server's. */
  readonly pids: readonly number[];
  /** Signs in over REST, once per account, and speaks the API through the web port. */
  api(account: Account): Promise<Api>;
  login(account: Account): Promise<LoginResponse>;
  /** Signs in through the login page, once per account: a later page gets the session's cookies at once. */
  signIn(page: Page, account: Account): Promise<void>;
  killBackend(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  startBackend(): Promise<void>;
  log(): string;
  close(): Promise<void>;
}

/** One password per run; nothing outside this process ever sees it. */
const PASSWORD = `story-${crypto.randomUUID()}`;

interface Ports {
  readonly port: number;
  readonly backendPort: number;
}

const stackEnv = ({ port, backendPort }: Ports, dataDir: string): Record<string, string> => ({
  PORT: String(port),
  BACKEND_PORT: String(backendPort),
  BACKEND_URL: `http://127.0.0.1:${backendPort}`,
  DATA_DIR: dataDir,
  DATABASE_URL: '',
  NEXTAUTH_URL: `http://localhost:${port}`,
  NEXTAUTH_SECRET: crypto.randomUUID() + crypto.randomUUID(),
  DEMO_PASSWORD: PASSWORD,
  LOG_LEVEL: 'warn',
});

const backendProcess = (env: Readonly<Record<string, string>>, url: string): ServerProcess =>
  new ServerProcess('backend', ['--import', 'tsx', 'backend/main.ts', '--demo'], env, `${url}/readyz`);

export interface BackendAlone {
  readonly url: string;
  readonly pid: number;
  readonly password: string;
  close(): Promise<void>;
}

/** The backend by itself on a free port, for what needs no page. */
export async function startBackendAlone(more: Readonly<Record<string, string>> = {}): Promise<BackendAlone> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callout-backend-'));
  const ports = { port: await freePort(), backendPort: await freePort() };
  const url = `http://127.0.0.1:${ports.backendPort}`;
  const backend = backendProcess({ ...stackEnv(ports, dataDir), ...more }, url);
  await backend.start();
  return {
    url,
    pid: backend.pid,
    password: PASSWORD,
    close: async () => {
      await backend.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** @param more further variables of both processes */
export async function startStack(more: Readonly<Record<string, string>> = {}): Promise<Stack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'callout-stack-'));
  const ports = { port: await freePort(), backendPort: await freePort() };
  const url = `http://localhost:${ports.port}`;
  const backendUrl = `http://127.0.0.1:${ports.backendPort}`;
  const env = { ...stackEnv(ports, dataDir), ...more };
  const backend = backendProcess(env, backendUrl);
  const web = new ServerProcess(
    'web',
    ['node_modules/next/dist/bin/next', 'start', '--port', env['PORT'] ?? '', '--hostname', '127.0.0.1'],
    env,
    `${url}/login`,
  );
  const sessions = new Map<Account, Awaited<ReturnType<BrowserContext['cookies']>>>();
  const logins = new Map<Account, Promise<LoginResponse>>();

  const close = async (): Promise<void> => {
    await Promise.all([web.stop(), backend.stop()]);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await backend.start();
    await web.start();
  } catch (error) {
    await close();
    throw error;
  }

  const signInOverRest = async (account: Account): Promise<LoginResponse> => {
    const response = await fetch(`${url}/api/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ email: ACCOUNTS[account], password: PASSWORD, device_name: 'story' }),
    });
    if (!response.ok) throw new Error(`Sign-in as ${account} → ${response.status} ${await response.text()}`);
    return LoginResponse.parse(await response.json());
  };
  const login = (account: Account): Promise<LoginResponse> => {
    const known = logins.get(account) ?? signInOverRest(account);
    logins.set(account, known);
    return known;
  };

  return {
    url,
    backendUrl,
    password: PASSWORD,
    dataDir,
    login,
    api: async (account) => createApi(url, (await login(account)).token),
    signIn: async (page, account) => {
      const session = sessions.get(account);
      if (session !== undefined) {
        await page.context().addCookies(session);
        return;
      }
      await page.goto(`${url}/login`);
      await page.getByLabel('Email').fill(ACCOUNTS[account]);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL((to) => !to.pathname.startsWith('/login'));
      sessions.set(account, await page.context().cookies());
    },
    killBackend: (signal = 'SIGKILL') => backend.stop(signal),
    startBackend: () => backend.start(),
    get pids() {
      return [backend.pid, web.pid];
    },
    log: () => `--- backend\n${backend.log()}\n--- web\n${web.log()}`,
    close,
  };
}
