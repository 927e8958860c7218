import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { AppCredentials } from '#backend/realtime/signature.ts';
import type { Environment } from '#lib/config/backend-config.ts';
import { APP, openLiveServer } from './live-server.ts';

/** A server of the Pusher protocol beside the backend, as Laravel Reverb or soketi is in the wild. */
export interface RemoteBroker {
  readonly port: number;
  readonly app: AppCredentials;
  /** Ends it as a crash does; its sockets break. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export type RemoteDriver = 'reverb' | 'pusher';

export interface RemoteBrokerKind {
  readonly name: string;
  readonly driver: RemoteDriver;
  open(): Promise<RemoteBroker>;
}

const READY_WITHIN_MS = 30_000;

/** Our own realtime server in that place: it is always there to be tested against. */
async function openOwn(): Promise<RemoteBroker> {
  let server = await openLiveServer();
  const { port } = server;
  return {
    ...{ port, app: APP },
    kill: () => server.close(),
    start: async () => {
      server = await openLiveServer({ port });
    },
    close: () => server.close(),
  };
}

/**
 * A real one, which REAL_BROKER_COMMAND starts on REAL_BROKER_PORT of this machine with the application
 * that REAL_BROKER_APP_ID, _KEY and _SECRET name (default: those of the tests).
 */
async function openReal(env: NodeJS.ProcessEnv, command: string): Promise<RemoteBroker> {
  const port = Number(env['REAL_BROKER_PORT'] ?? '8080');
  const app: AppCredentials = {
    appId: env['REAL_BROKER_APP_ID'] ?? APP.appId,
    appKey: env['REAL_BROKER_KEY'] ?? APP.appKey,
    appSecret: env['REAL_BROKER_SECRET'] ?? APP.appSecret,
  };
  let child: ChildProcess | null = null;
  const kill = async (): Promise<void> => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // The whole group: the command may be a shell around the server.
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  };
  const start = async (): Promise<void> => {
    child = spawn(command, { shell: true, detached: true, stdio: 'ignore' });
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`REAL_BROKER_COMMAND ended with ${child.exitCode}.`);
      if (Date.now() > deadline) throw new Error(`Nothing listens on REAL_BROKER_PORT ${port} after 30 s.`);
      await wait(100);
    }
  };
  await start();
  return { port, app, kill, start, close: kill };
}

/** The brokers that a suite runs against: ours, and a real one where there is one. */
export function remoteBrokers(env: NodeJS.ProcessEnv = process.env): readonly RemoteBrokerKind[] {
  const own: RemoteBrokerKind = { name: 'our own server as reverb', driver: 'reverb', open: openOwn };
  const command = env['REAL_BROKER_COMMAND'];
  if (command === undefined || command === '') return [own];
  const driver = env['REAL_BROKER_DRIVER'] === 'pusher' ? 'pusher' : 'reverb';
  return [own, { name: `a real broker as ${driver}`, driver, open: () => openReal(env, command) }];
}

/** The backend's variables for publishing there, through `port` if a line is between. */
export function brokerEnvironment(driver: RemoteDriver, app: AppCredentials, port: number): Environment {
  const prefix = driver.toUpperCase();
  return {
    BROADCAST_DRIVER: driver,
    [`${prefix}_HOST`]: '127.0.0.1',
    [`${prefix}_PORT`]: String(port),
    [`${prefix}_SCHEME`]: 'http',
    [`${prefix}_APP_ID`]: app.appId,
    [`${prefix}_APP_KEY`]: app.appKey,
    [`${prefix}_APP_SECRET`]: app.appSecret,
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
