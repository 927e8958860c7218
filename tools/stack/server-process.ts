import { spawn, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

const END_WITH_PARENT = new URL('../run/end-with-parent.mjs', import.meta.url).href;
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 8_000;
const KEPT_LINES = 200;

/** A port that was free a moment ago, on loopback. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  await new Promise((closed) => probe.close(closed));
  return address.port;
}

/** One server of the stack as a child process with its own process group, and its last output. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private readonly output: string[] = [];

  constructor(
    private readonly name: string,
    private readonly args: readonly string[],
    private readonly env: Readonly<Record<string, string>>,
    private readonly readyUrl: string,
  ) {}

  /** Starts the process and resolves when its ready address answers 2xx or 3xx. */
  async start(): Promise<void> {
    // Preloaded: the server ends itself when we are gone, killed even.
    const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...this.args], {
      env: {
        ...process.env,
        NODE_ENV: 'production',
        ...this.env,
        CALLOUT_COMMAND_PID: String(process.pid),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output.push(...text.trimEnd().split('\n'));
        this.output.splice(0, Math.max(0, this.output.length - KEPT_LINES));
      });
    }
    const deadline = Date.now() + READY_WITHIN_MS;
    for (;;) {
      if (child.exitCode !== null)
        throw new Error(`${this.name} ended with ${child.exitCode}.\n${this.log()}`);
      if (Date.now() > deadline) throw new Error(`${this.name} is not ready after 60 s.\n${this.log()}`);
      if (await answers(this.readyUrl)) return;
      await wait(100);
    }
  }

  /** Sends the signal to the whole group and resolves when the process has ended. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = undefined;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    process.kill(-child.pid, signal);
    if ((await Promise.race([ended, wait(STOP_WITHIN_MS, 'late')])) === 'late') {
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
  }

  /** 0 while it does not run. */
  get pid(): number {
    return this.child?.pid ?? 0;
  }

  log(): string {
    return this.output.join('\n');
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2_000) });
    return response.status < 400;
  } catch {
    return false; // not listening yet: asked again until the deadline
  }
}
