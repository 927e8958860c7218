import { freePort, ServerProcess } from '#tools/stack/server-process.ts';
import { startBackendAlone, startStack } from '#tools/stack/stack.ts';
import type { PublishTarget } from './bench-event.ts';

/** A server under measurement, in a fresh process. */
export interface BenchServer {
  readonly target: PublishTarget;
  /** Where the sockets connect. */
  readonly socketUrl: string;
  /** The processes whose CPU counts. */
  readonly pids: readonly number[];
  /** Of the demo accounts; empty where there are none. */
  readonly password: string;
  close(): Promise<void>;
}

const APP = { appId: 'bench', appKey: 'bench-key', appSecret: 'bench-secret-of-at-least-32-bytes' };
/** For the backend: the application that the benchmark signs for. */
const APP_ENV = { REVERB_APP_ID: APP.appId, REVERB_APP_KEY: APP.appKey, REVERB_APP_SECRET: APP.appSecret };
const PATH = `/app/${APP.appKey}?protocol=7&client=bench&version=1`;

export async function startOurs(): Promise<BenchServer> {
  const backend = await startBackendAlone(APP_ENV);
  return {
    target: { ...APP, kind: 'ours', url: backend.url },
    socketUrl: `${backend.url}${PATH}`,
    pids: [backend.pid],
    password: backend.password,
    close: backend.close,
  };
}

/** The whole product: sockets go through the web port, the publisher straight to the backend. */
export async function startOursBehindWeb(): Promise<BenchServer> {
  const stack = await startStack(APP_ENV);
  return {
    target: { ...APP, kind: 'ours', url: stack.backendUrl },
    socketUrl: `${stack.url.replace('localhost', '127.0.0.1')}${PATH}`,
    pids: stack.pids,
    password: stack.password,
    close: stack.close,
  };
}

export const startNaive = (): Promise<BenchServer> => startPlain({});

/** One write(2) of a ready frame per socket and nothing else: what the kernel and Node cost by themselves. */
export const startBare = (): Promise<BenchServer> => startPlain({ BARE: '1' });

async function startPlain(mode: Readonly<Record<string, string>>): Promise<BenchServer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const server = new ServerProcess(
    'naive server',
    ['--import', 'tsx', 'tools/bench/naive-server.ts'],
    { PORT: String(port), ...mode },
    url,
  );
  await server.start();
  return {
    target: { ...APP, kind: 'naive', url },
    socketUrl: `${url}${PATH}`,
    pids: [server.pid],
    password: '',
    close: () => server.stop(),
  };
}
