import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';

/** A running PGlite behind a unix socket that only this user may open. */
export interface EmbeddedPostgres {
  /** What `pg` takes as `host`: the socket's folder. */
  readonly socketFolder: string;
  close(): Promise<void>;
}

/** The name that libpq and `pg` derive from port 5432. */
const SOCKET_NAME = '.s.PGSQL.5432';
export const EMBEDDED_MAX_CONNECTIONS = 20;
/** `sun_path` holds 108 bytes with its NUL on Linux, 104 on macOS. */
const MAX_SOCKET_PATH_BYTES = 100;
const START_TIMEOUT_MS = 120_000;
const CLOSE_TIMEOUT_MS = 10_000;
const RESTART_DELAYS_MS = [0, 250, 1_000, 5_000] as const;

/**
 * Starts the database in a worker thread; a thread that dies is started again, and the pool meanwhile
 * sees a database that is away.
 * @param folder an existing folder of mode 0700, held by this process alone
 */
export async function startEmbeddedPostgres(folder: string, log: Logger): Promise<EmbeddedPostgres> {
  const { socketFolder, temporary } = await socketFolderFor(folder);
  const socketPath = path.join(socketFolder, SOCKET_NAME);
  let closing = false;
  let restarts = 0;
  let restartTimer: NodeJS.Timeout | undefined;

  const start = async (): Promise<Worker> => {
    await rm(socketPath, { force: true });
    const started = new Worker(new URL('./pglite-worker.mjs', import.meta.url), {
      workerData: {
        dataDir: path.join(folder, 'postgres'),
        socketPath,
        maxConnections: EMBEDDED_MAX_CONNECTIONS,
      },
      // The worker is plain JavaScript: the parent's loader flags would only slow its start.
      execArgv: [],
    });
    await answered(started, 'ready', START_TIMEOUT_MS);
    started.on('message', (message: unknown) => {
      if (message !== 'closed') log.error({ message }, 'embedded database failed');
    });
    started.on('error', (err) => log.error({ err }, 'embedded database thread failed'));
    started.once('exit', () => {
      if (!closing) restartLater();
    });
    return started;
  };

  const restartLater = () => {
    const delayMs = RESTART_DELAYS_MS[Math.min(restarts, RESTART_DELAYS_MS.length - 1)] ?? 5_000;
    restarts += 1;
    log.warn({ delayMs }, 'embedded database ended; starting it again');
    restartTimer = setTimeout(() => {
      start().then(
        (started) => {
          worker = started;
          restarts = 0;
        },
        (err: unknown) => {
          log.error({ err }, 'embedded database does not start');
          if (!closing) restartLater();
        },
      );
    }, delayMs);
  };

  let worker = await start();
  let closed: Promise<void> | undefined;

  const close = async () => {
    closing = true;
    clearTimeout(restartTimer);
    try {
      const done = answered(worker, 'closed', CLOSE_TIMEOUT_MS);
      worker.postMessage('close');
      await done;
    } catch (err) {
      log.warn({ err }, 'embedded database did not close by itself');
    }
    await worker.terminate();
    await rm(temporary ? socketFolder : socketPath, { recursive: true, force: true });
  };

  return { socketFolder, close: () => (closed ??= close()) };
}

async function socketFolderFor(folder: string): Promise<{ socketFolder: string; temporary: boolean }> {
  const beside = path.resolve(folder, 'run');
  if (Buffer.byteLength(path.join(beside, SOCKET_NAME)) <= MAX_SOCKET_PATH_BYTES) {
    await mkdir(beside, { recursive: true, mode: 0o700 });
    await chmod(beside, 0o700);
    return { socketFolder: beside, temporary: false };
  }
  return { socketFolder: await mkdtemp(path.join(tmpdir(), 'callout-')), temporary: true };
}

function answered(worker: Worker, word: string, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
      act();
    };
    const fail = (message: string, cause?: unknown) => settle(() => reject(new Error(message, { cause })));
    const onMessage = (message: unknown) => {
      if (message === word) settle(resolve);
    };
    const onError = (error: unknown) => fail('the embedded database failed', error);
    const onExit = () => fail('the embedded database ended');
    const timer = setTimeout(() => fail(`the embedded database was not ${word} in time`), timeoutMs);
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
  });
}
