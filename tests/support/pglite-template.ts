import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { openDatabase } from '#backend/db/open-database.ts';
import { oncePerRun } from './run-folder.ts';

const CACHE = path.resolve('node_modules/.cache/callout-tests');
const MIGRATIONS = path.resolve('backend/db/migrations');

/** Gives `dataDir` a migrated database: a copy of one that is made once per schema, for it takes seconds. */
export async function copyTemplate(dataDir: string): Promise<void> {
  const template = path.join(CACHE, `pglite-${await fingerprint()}`);
  if (!existsSync(template)) await oncePerRun('pglite-template', () => makeTemplate(template));
  await cp(path.join(template, 'postgres'), path.join(dataDir, 'postgres'), { recursive: true });
}

async function makeTemplate(template: string): Promise<void> {
  if (existsSync(template)) return;
  const draft = `${template}.${process.pid}`;
  await mkdir(draft, { recursive: true, mode: 0o700 });
  const database = await openDatabase({ databaseUrl: null, dataDir: draft }, pino({ level: 'silent' }));
  await database.close();
  await rename(draft, template).catch(async (error: unknown) => {
    // Another run was faster: its copy is as good.
    if (!existsSync(template)) throw error;
    await rm(draft, { recursive: true });
  });
}

/** Changes with the schema and with PGlite. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256');
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).toSorted();
  for (const name of names) hash.update(await readFile(path.join(MIGRATIONS, name)));
  hash.update(await readFile(path.resolve('node_modules/@electric-sql/pglite/package.json')));
  return hash.digest('hex').slice(0, 16);
}
