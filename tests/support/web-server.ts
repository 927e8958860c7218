import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort, ServerProcess } from '#tools/stack/server-process.ts';

const NEXT = 'node_modules/next/dist/bin/next';

export interface WebServer {
  readonly url: string;
  log(): string;
  close(): Promise<void>;
}

/** Builds the pages unless this build of them is there already. */
export async function ensureWebBuild(): Promise<void> {
  const script = "import('./tools/run/build-once.mjs').then(({ ensureBuilt }) => ensureBuilt())";
  const build = spawn(process.execPath, ['--eval', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (text) => (output += String(text)));
  const [code] = (await once(build, 'close')) as [number | null];
  if (code !== 0) throw new Error(`The build failed.\n${output}`);
}

/** `next start` on the build that is there, on a free port, with an environment of its own. */
export async function startWeb(env: Readonly<Record<string, string>>): Promise<WebServer> {
  const port = await freePort();
  const dataDir = await mkdtemp(path.join(tmpdir(), 'callout-web-'));
  const url = `http://localhost:${port}`;
  const server = new ServerProcess(
    'web',
    [NEXT, 'start', '--port', String(port), '--hostname', '127.0.0.1'],
    { NEXT_TELEMETRY_DISABLED: '1', PORT: String(port), DATA_DIR: dataDir, NEXTAUTH_URL: url, ...env },
    `${url}/robots.txt`,
  );
  const close = async () => {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { url, log: () => server.log(), close };
}

/** Runs `next start` to its end with settings that it must refuse; answers what it printed. */
export async function refusedStart(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; output: string }> {
  const port = await freePort();
  const child = spawn(process.execPath, [NEXT, 'start', '--port', String(port), '--hostname', '127.0.0.1'], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const late = setTimeout(() => child.kill('SIGKILL'), 20_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(late);
  return { code: code ?? -1, output };
}
