import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const FOLDER_VARIABLE = 'CALLOUT_TEST_FOLDER';

export const hasRunFolder = (): boolean => process.env[FOLDER_VARIABLE] !== undefined;

export function setRunFolder(folder: string): void {
  process.env[FOLDER_VARIABLE] = folder;
}

/** One folder for the whole test run, made and removed by the global setup. */
export function runFolder(): string {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined)
    throw new Error(`${FOLDER_VARIABLE} is not set: tests/support/global-setup.ts has not run.`);
  return folder;
}

const POLL_MS = 50;
const TIMEOUT_MS = 120_000;

/**
 * Has one of the test processes do the work; the others wait until its result is there. A folder is
 * the lock, because making one is atomic; the mark is written when the work is done.
 */
export async function oncePerRun(name: string, work: () => Promise<void>): Promise<void> {
  const mark = path.join(runFolder(), `${name}.done`);
  const lock = path.join(runFolder(), `${name}.lock`);
  const deadlineMs = Date.now() + TIMEOUT_MS;
  while (!existsSync(mark)) {
    if (await takes(lock)) {
      try {
        await work();
        await writeFile(mark, '');
      } finally {
        await rm(lock, { recursive: true });
      }
      return;
    }
    if (Date.now() > deadlineMs) throw new Error(`${name} was not ready in ${TIMEOUT_MS / 1_000} s.`);
    await wait(POLL_MS);
  }
}

async function takes(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
