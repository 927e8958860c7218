import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Sentence } from './say.mjs';

/**
 * Every process that a command starts. Each leads a process group of its own, so that one signal reaches
 * whatever it started in turn, and a terminal's Ctrl-C reaches only us: we stop the rest in order.
 */
const STOP_WITHIN_MS = 8_000;
const live = new Set();
let stopping = false;

const ended = (child) => child.exitCode !== null || child.signalCode !== null;

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // already gone
  }
}

/** Starts a process in its own group; it is stopped with the command, whatever ends the command. */
export function start(command, args, { env = process.env, stdio = 'inherit', cwd } = {}) {
  const child = spawn(command, args, { env, stdio, cwd, detached: true });
  if (child.pid !== undefined) {
    live.add(child);
    child.once('exit', () => live.delete(child));
  }
  return child;
}

/** Runs a command to its end and gives its exit code and output; `quiet` keeps the output until it is needed. */
export async function run(command, args, { env = process.env, quiet = true, cwd } = {}) {
  const child = start(command, args, { env, cwd, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const [code] = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Sentence(`${command} could not be started: ${error.message}`)));
    child.once('close', (...result) => resolve(result));
  });
  return { code: code ?? 1, output };
}

/** As `run`, but an exit code other than 0 shows the output and ends the command. */
export async function runOrStop(what, command, args, options) {
  const { code, output } = await run(command, args, options);
  if (code !== 0) {
    process.stdout.write(output);
    throw new Sentence(`${what} failed with code ${code}; its output is above.`);
  }
  return output;
}

/** Stops one process and everything it started: asked first, killed when it does not listen. */
export async function stop(child) {
  if (child.pid === undefined || ended(child)) return;
  const gone = once(child, 'exit');
  signalGroup(child, 'SIGTERM');
  const late = setTimeout(() => signalGroup(child, 'SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(late);
}

/** Stops everything, last started first: clients before servers, servers before the database. */
export async function stopAll() {
  stopping = true;
  for (const child of [...live].reverse()) await stop(child);
}

export const isStopping = () => stopping;

/** Wires Ctrl-C and its kin; the second time everything is killed at once. */
export function stopOnSignals(say) {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (asked) {
        for (const child of live) signalGroup(child, 'SIGKILL');
        process.exit(1);
      }
      asked = true;
      say('\nStopping …');
      void stopAll().then(() => {
        say('Everything is stopped.');
        process.exit(signal === 'SIGINT' ? 0 : 143);
      });
    });
  }
  // Reached on every way out that still runs JavaScript; end-with-parent.mjs covers the others.
  process.on('exit', () => {
    for (const child of live) signalGroup(child, 'SIGKILL');
  });
}
