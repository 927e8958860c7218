import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Environment, GeneratedSecrets } from '#lib/config/backend-config.ts';
import { prepareDataFolder, unwritable } from './data-folder.ts';
import { StartError } from './start-error.ts';

export const SECRETS_FILE = 'secrets.json';

const Secrets = z.object({
  REVERB_APP_ID: z.string().min(1),
  REVERB_APP_KEY: z.string().min(1),
  REVERB_APP_SECRET: z.string().min(32),
  NEXTAUTH_SECRET: z.string().min(32),
});
const NAMES = ['REVERB_APP_ID', 'REVERB_APP_KEY', 'REVERB_APP_SECRET', 'NEXTAUTH_SECRET'] as const;

/**
 * The secrets that the environment leaves out: made at the first start, kept in the data folder
 * (mode 0600), the same at each later one. The web process reads the same file.
 * @throws StartError when the folder cannot be written or the file is damaged
 */
export function generatedSecrets(env: Environment): GeneratedSecrets {
  if (NAMES.every((name) => (env[name] ?? '').trim() !== '')) return {};
  const folder = prepareDataFolder((env['DATA_DIR'] ?? '').trim() || './data');
  const file = path.join(folder, SECRETS_FILE);
  try {
    writeFileSync(file, `${JSON.stringify(freshSecrets(), null, 2)}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      throw unwritable(folder, error);
    }
  }
  return readSecrets(file);
}

const freshSecrets = (): z.infer<typeof Secrets> => ({
  REVERB_APP_ID: String(randomInt(100_000, 1_000_000)),
  REVERB_APP_KEY: randomBytes(15).toString('base64url'),
  REVERB_APP_SECRET: randomBytes(33).toString('base64url'),
  NEXTAUTH_SECRET: randomBytes(33).toString('base64url'),
});

function readSecrets(file: string): GeneratedSecrets {
  const damaged = (cause: unknown) =>
    new StartError(`${file} is damaged. Restore it, or delete it to get new secrets (everybody signs in again).`, {
      cause,
    });
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw damaged(error);
  }
  const secrets = Secrets.safeParse(content);
  if (!secrets.success) throw damaged(secrets.error);
  return secrets.data;
}
