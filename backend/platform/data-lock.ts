import { readFileSync, renameSync, linkSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { unwritable } from './data-folder.ts';
import { StartError } from './start-error.ts';

/** Two processes on one embedded database would destroy it; this file says who has it. */
export interface DataLock {
  release(): void;
}

interface Holder {
  readonly pid: number;
  /** Tells a process from a later one with the same pid; empty where the system does not say. */
  readonly born: string;
}

const LOCK_NAME = 'backend.lock';

/**
 * Takes the folder for this process. The lock of a dead process is taken over.
 * @throws StartError naming the pid of a live holder
 */
export function lockDataFolder(folder: string): DataLock {
  const file = path.join(folder, LOCK_NAME);
  const mine = JSON.stringify({ pid: process.pid, born: birthOf(process.pid) } satisfies Holder);
  for (let attempt = 0; attempt < 5; attempt++) {
    if (create(file, mine, folder)) return { release: () => release(file, mine) };
    const text = read(file);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder && isAlive(holder)) {
      throw new StartError(
        `DATA_DIR (${folder}) is in use by process ${holder.pid}. ` +
          'Stop that process, or set DATA_DIR to another folder.',
      );
    }
    removeStale(file, text);
  }
  throw new StartError(`DATA_DIR (${folder}) is being taken by other processes at this moment. Start again.`);
}

function create(file: string, content: string, folder: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw unwritable(folder, error);
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves the file aside first: of two that found the same stale lock, only one removes it. */
function removeStale(file: string, staleContent: string): void {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (readFileSync(aside, 'utf8') !== staleContent) {
    // A faster process had already taken the lock over: give it back its file.
    linkSync(aside, file);
  }
  rmSync(aside);
}

function release(file: string, mine: string): void {
  if (read(file) === mine) rmSync(file, { force: true });
}

function parse(text: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const pid: unknown = Reflect.get(value, 'pid');
    const born: unknown = Reflect.get(value, 'born');
    return typeof pid === 'number' && pid > 0 && typeof born === 'string' ? { pid, born } : undefined;
  } catch (error) {
    // Half-written by a process that died in that moment.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isAlive(holder: Holder): boolean {
  // After a container's restart the same pid is somebody else, often this process itself.
  if (holder.pid === process.pid && holder.born === '') return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  return holder.born === birthOf(holder.pid);
}

/** The boot and the tick at which Linux started the process; empty elsewhere. */
function birthOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    // The command in parentheses may hold spaces; the 20th field after it is the start time.
    return `${boot}.${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error ? String(error.code) : undefined;
