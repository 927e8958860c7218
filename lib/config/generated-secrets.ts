import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError, type GeneratedSecrets } from './backend-config.ts';

const SecretsFile = z.object({
  NEXTAUTH_SECRET: z.string(),
  REVERB_APP_ID: z.string(),
  REVERB_APP_KEY: z.string(),
  REVERB_APP_SECRET: z.string(),
});

/**
 * The secrets of an installation that was given none: made once, kept in `DATA_DIR/secrets.json` (0600),
 * read by both processes. Whichever starts first makes the file; the other one reads what it finds.
 *
 * @throws ConfigError when the folder cannot be written or the file is damaged
 */
export async function generatedSecrets(dataDir: string): Promise<Required<GeneratedSecrets>> {
  const path = join(dataDir, 'secrets.json');
  return (await readSecrets(path)) ?? (await makeSecrets(dataDir, path));
}

async function readSecrets(path: string): Promise<Required<GeneratedSecrets> | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new ConfigError(`DATA_DIR: ${path} cannot be read (${codeOf(error)}). Let this user read it.`);
  }
  try {
    return SecretsFile.parse(JSON.parse(text));
  } catch {
    // The text is not quoted: it holds secrets.
    throw new ConfigError(
      `DATA_DIR: ${path} is damaged. Restore it, or delete it: everybody signs in again.`,
    );
  }
}

async function makeSecrets(dataDir: string, path: string): Promise<Required<GeneratedSecrets>> {
  const secrets = {
    NEXTAUTH_SECRET: randomBytes(33).toString('base64url'),
    REVERB_APP_ID: String(randomBytes(4).readUInt32BE() % 1_000_000),
    REVERB_APP_KEY: randomBytes(15).toString('hex'),
    REVERB_APP_SECRET: randomBytes(33).toString('base64url'),
  };
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await writeFile(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR (${dataDir}) cannot be written (${codeOf(error)}). Set it to a folder of this user.`,
    );
  }
  try {
    // link() is atomic and never replaces: the loser of a race reads the winner's file.
    await link(draft, path);
    return secrets;
  } catch (error) {
    const existing = codeOf(error) === 'EEXIST' ? await readSecrets(path) : undefined;
    if (existing !== undefined) return existing;
    throw new ConfigError(
      `DATA_DIR (${dataDir}) cannot be written (${codeOf(error)}). Set it to a folder of this user.`,
    );
  } finally {
    await unlink(draft);
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
