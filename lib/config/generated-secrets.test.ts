import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from './backend-config.ts';
import { generatedSecrets } from './generated-secrets.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callout-secrets-'));
});
afterEach(async () => {
  await chmod(folder, 0o700);
  await rm(folder, { recursive: true });
});

test('the file is made once, for its owner alone, and read ever after', async () => {
  const first = await generatedSecrets(join(folder, 'data'));
  expect(await generatedSecrets(join(folder, 'data'))).toEqual(first);
  expect(first.NEXTAUTH_SECRET.length).toBeGreaterThanOrEqual(43);
  expect((await stat(join(folder, 'data', 'secrets.json'))).mode & 0o777).toBe(0o600);
  expect(await readdir(join(folder, 'data'))).toEqual(['secrets.json']);
});

test('of many that start at the same moment all end with the same secrets', async () => {
  const found = await Promise.all(Array.from({ length: 20 }, () => generatedSecrets(folder)));
  expect(new Set(found.map((secrets) => JSON.stringify(secrets))).size).toBe(1);
  expect(await readdir(folder)).toEqual(['secrets.json']);
});

test('a damaged file is named, its content is not shown', async () => {
  await writeFile(join(folder, 'secrets.json'), '{"NEXTAUTH_SECRET":"half');
  const failure = await generatedSecrets(folder).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ConfigError);
  expect(String(failure)).toMatch(/secrets\.json is damaged/);
  expect(String(failure)).not.toContain('half');
});

test('a path that is no folder is named with its variable', async () => {
  await writeFile(join(folder, 'file'), '');
  await expect(generatedSecrets(join(folder, 'file', 'data'))).rejects.toThrow(
    /^DATA_DIR.*Set it to a folder|^DATA_DIR.*Let this user/,
  );
});
