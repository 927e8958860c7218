import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Runs a command to its end and gives its code and everything it said. */
async function run(script: string, env: Record<string, string>): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [script], { cwd: ROOT, env: { ...process.env, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += String(chunk)));
  const [code] = await once(child, 'close');
  return { code: Number(code), said };
}

async function takenPort(): Promise<string> {
  const server = createServer();
  server.listen(0);
  await once(server, 'listening');
  open.push(() => new Promise((closed) => server.close(closed)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return String(address.port);
}

/** Two ports that nobody has now; the command under test stops before it listens on them. */
async function freePorts(): Promise<Record<string, string>> {
  const ports = [await takenPort(), await takenPort()];
  for (const close of open.splice(0)) await close();
  return { PORT: ports[0] ?? '', BACKEND_PORT: ports[1] ?? '' };
}

/** A command that starts one server, as demo and start do; it prints the server's process id. */
function commandWithServer(): { command: ChildProcess; serverPid: Promise<number> } {
  const server = 'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000);';
  const program = `
    import { startServer } from './tools/run/servers.mjs';
    import { stopOnSignals } from './tools/run/children.mjs';
    stopOnSignals(() => undefined);
    console.log(startServer('server', ['-e', ${JSON.stringify(server)}], process.env).pid);
    setInterval(() => {}, 1000);`;
  const command = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT });
  open.push(() => command.kill('SIGKILL'));
  const lines = createInterface({ input: command.stdout });
  return { command, serverPid: once(lines, 'line').then(([line]) => Number(line)) };
}

describe('the commands', () => {
  it.each([
    ['PORT', 'tools/run/demo.mjs', 'npm run demo'],
    ['BACKEND_PORT', 'tools/run/demo.mjs', 'npm run demo'],
    ['PORT', 'tools/run/start.mjs', 'npm start'],
  ])('name a taken %s and what to set instead: %s', async (variable, script, command) => {
    const free = await freePorts();
    const port = await takenPort();
    const { code, said } = await run(script, { ...free, [variable]: port });
    expect(said).toContain(`Port ${port} is taken`);
    expect(said).toContain(`${variable}=${Number(port) + 1} ${command}`);
    expect(said).not.toMatch(/\n\s+at /);
    expect(code).toBe(1);
  });

  it('say what is wrong with a port that is none', async () => {
    const { code, said } = await run('tools/run/start.mjs', { PORT: 'eighty' });
    expect(said).toContain('PORT is "eighty", which is no port.');
    expect(code).toBe(1);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('leave no server behind after %s', async (signal) => {
    const { command, serverPid } = commandWithServer();
    await serverPid;
    command.kill(signal);
    // The server writes to the same pipe: it closes when the last of the two is gone.
    await once(command, 'close');
  });

  it('stop the rest when a server ends by itself', async () => {
    const { command, serverPid } = commandWithServer();
    process.kill(await serverPid, 'SIGKILL');
    const [code] = await once(command, 'exit');
    expect(code).toBe(1);
  });

  it('leave the children of a server, as the watch modes have them, to the server', async () => {
    // The child inherits the preload and outlives several of its looks at who its parent is.
    const child = 'setTimeout(() => process.exit(7), 1800);';
    const server = `require("node:child_process").spawn(process.execPath, [...process.execArgv.slice(0, 2), "-e", ${JSON.stringify(child)}])
      .once("exit", (code, signal) => { console.log("child", code, signal); setInterval(() => {}, 1000); });`;
    const program = `
      import { startServer } from './tools/run/servers.mjs';
      import { stopOnSignals } from './tools/run/children.mjs';
      stopOnSignals(() => undefined);
      startServer('server', ['-e', ${JSON.stringify(server)}], process.env);
      setInterval(() => {}, 1000);`;
    const command = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT });
    open.push(() => command.kill('SIGTERM'));
    const [line] = await once(createInterface({ input: command.stdout }), 'line');
    expect(line).toBe('child 7 null');
  });
});
