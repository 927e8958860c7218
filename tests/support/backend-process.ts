import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** `backend/main.ts` as a process of its own, for what only a process can show: kill -9, exit, output. */
export interface BackendProcess {
  readonly url: string;
  readonly pid: number;
  /** What it has written so far, both streams. */
  output(): string;
  /** @returns the exit code; null after a signal */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  /** Resolves with the exit code when it ends by itself. */
  readonly exited: Promise<number | null>;
}

const READY_TIMEOUT_MS = 60_000;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Starts it without waiting for anything. */
export function spawnBackend(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): BackendProcess {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'backend/main.ts', ...args], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const append = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', append);
  child.stderr?.on('data', append);
  const exited = once(child, 'close').then(() => child.exitCode);
  return {
    url: `http://127.0.0.1:${env['BACKEND_PORT'] ?? '8080'}`,
    pid: child.pid ?? 0,
    output: () => text,
    exited,
    kill: (signal) => {
      child.kill(signal);
      return exited;
    },
  };
}

/** Starts it and waits until it is ready. */
export async function startBackendProcess(
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<BackendProcess> {
  const started = spawnBackend(env, ...args);
  const deadlineMs = Date.now() + READY_TIMEOUT_MS;
  let ended = false;
  void started.exited.then(() => (ended = true));
  while (Date.now() < deadlineMs && !ended) {
    const ready = await fetch(`${started.url}/readyz`, { signal: AbortSignal.timeout(2_000) }).catch(
      () => null,
    );
    if (ready?.ok === true) return started;
    await wait(50);
  }
  await started.kill('SIGKILL');
  throw new Error(`the backend was not ready:\n${started.output()}`);
}
