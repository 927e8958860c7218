import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Sentence } from './say.mjs';

const LOOK_EVERY_MS = 300;
const PATIENCE_MS = 10 * 60_000;

/**
 * Runs `work` while no other process of this checkout does: the others wait for their turn. The file holds
 * the owner's process id, so one that was killed keeps nobody waiting.
 */
export async function alone(lockFile, work) {
  await mkdir(dirname(lockFile), { recursive: true });
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await take(lockFile))) {
    if (Date.now() > deadline)
      throw new Sentence(`${lockFile} is held by another process; remove it if not.`);
    await wait(LOOK_EVERY_MS);
  }
  try {
    return await work();
  } finally {
    await rm(lockFile, { force: true });
  }
}

async function take(lockFile) {
  try {
    const file = await open(lockFile, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const owner = Number(await readFile(lockFile, 'utf8').catch(() => ''));
  if (owner > 0 && !isAlive(owner)) await rm(lockFile, { force: true });
  return false;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
