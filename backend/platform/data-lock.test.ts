import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { prepareDataFolder } from './data-folder.ts';
import { lockDataFolder } from './data-lock.ts';
import { StartError } from './start-error.ts';

let folder: string;
let lockFile: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'callout-lock-'));
  lockFile = path.join(folder, 'backend.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a folder in use by a live process is refused with a sentence that names the process', () => {
  const lock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(StartError);
  expect(() => lockDataFolder(folder)).toThrow(`in use by process ${process.pid}`);
  lock.release();
  lockDataFolder(folder).release();
});

test('the lock of a dead process is taken over', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  writeFileSync(lockFile, JSON.stringify({ pid: child.pid, born: '' }));
  const lock = lockDataFolder(folder);
  expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toMatchObject({ pid: process.pid });
  lock.release();
});

test('a pid that was given to another process since does not keep the lock', () => {
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, born: 'another boot.1' }));
  lockDataFolder(folder).release();
});

test('a half-written lock is taken over', () => {
  writeFileSync(lockFile, '{"pid":');
  lockDataFolder(folder).release();
});

test('a data folder that cannot be made is refused with a sentence that names the variable', () => {
  const file = path.join(folder, 'file');
  writeFileSync(file, '');
  expect(() => prepareDataFolder(path.join(file, 'data'))).toThrow(
    /^DATA_DIR \(.*\) cannot be written: ENOTDIR/,
  );
});
