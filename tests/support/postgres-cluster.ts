import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { migrateDatabase } from '#backend/db/migrate.ts';
import { oncePerRun, runFolder } from './run-folder.ts';

const run = promisify(execFile);

/** A throwaway Postgres server of one test run: a unix socket, no durability, gone at the end. */

const TEMPLATE = 'callout_template';
const DEBIAN_ROOT = '/usr/lib/postgresql';

/** The folder of the newest `initdb` and `pg_ctl` on this machine; undefined without any. */
export function postgresBinaries(): string | undefined {
  const fromPath = (process.env['PATH'] ?? '').split(path.delimiter);
  const debian = existsSync(DEBIAN_ROOT)
    ? readdirSync(DEBIAN_ROOT)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => path.join(DEBIAN_ROOT, version, 'bin'))
    : [];
  return [...debian, ...fromPath].find(
    (folder) => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'pg_ctl')),
  );
}

/** Postgres refuses to run as root: then it runs as the `postgres` account, or as nobody. */
function owner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const number = (flag: string) =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: number('-u'), gid: number('-g') };
    } catch (error) {
      if (name === 'nobody') throw error;
    }
  }
  return undefined;
}

const clusterFolder = (folder: string) => path.join(folder, 'pg');

async function startCluster(): Promise<void> {
  const binaries = postgresBinaries();
  if (binaries === undefined) throw new Error('There is no Postgres on this machine.');
  const user = owner();
  const folder = clusterFolder(runFolder());
  await mkdir(folder, { mode: 0o700 });
  if (user) {
    // The server's account has to come through the run's folder to its own.
    await chown(runFolder(), user.uid, user.gid);
    await chown(folder, user.uid, user.gid);
  }
  const as = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } };
  const data = path.join(folder, 'data');
  await run(
    path.join(binaries, 'initdb'),
    ['-D', data, '-U', 'callout', '--auth=trust', '--no-sync', '--encoding=UTF8'],
    as,
  );
  const options = `-c listen_addresses='' -c unix_socket_directories='${folder}' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300`;
  await run(
    path.join(binaries, 'pg_ctl'),
    ['-D', data, '-w', '-t', '60', '-l', path.join(folder, 'log'), '-o', options, 'start'],
    as,
  );
  await administer(`create database ${TEMPLATE}`);
  await migrateDatabase({ connectionString: urlOf(TEMPLATE) });
}

export async function stopCluster(folder: string): Promise<void> {
  const data = path.join(clusterFolder(folder), 'data');
  const binaries = postgresBinaries();
  if (binaries === undefined || !existsSync(path.join(data, 'postmaster.pid'))) return;
  await run(path.join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop'], {
    ...owner(),
    cwd: folder,
  });
}

const urlOf = (database: string): string =>
  `postgres://callout@localhost/${database}?host=${encodeURIComponent(clusterFolder(runFolder()))}`;

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** @returns the URL of a fresh, migrated database of its own */
export async function createTestDatabase(name: string): Promise<string> {
  await oncePerRun('postgres', startCluster);
  // Copies of one template wait for each other on the server; a copy takes some 50 ms.
  await administer(`create database ${name} template ${TEMPLATE}`);
  return urlOf(name);
}

export const dropTestDatabase = (name: string): Promise<void> =>
  administer(`drop database if exists ${name} with (force)`);
