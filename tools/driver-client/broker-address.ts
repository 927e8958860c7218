import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Broker } from './driver-feed.ts';

const Secrets = z.object({ REVERB_APP_KEY: z.string().min(1) });

/**
 * Where drivers listen: the broker that `REVERB_PUBLIC_*` names, else the address of the API itself, which
 * serves the protocol too. Null when no key is known; drivers then ask for offers instead of listening.
 * @param key from the command line; else `REVERB_APP_KEY`, else what the backend made in its data folder
 */
export async function findBroker(
  url: string,
  key: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Broker | null> {
  const known = key ?? env['REVERB_APP_KEY'] ?? (await generatedKey(env['DATA_DIR'] || './data'));
  if (known === undefined) return null;
  const api = new URL(url);
  const tls = (env['REVERB_PUBLIC_SCHEME'] ?? api.protocol.replace(':', '')) === 'https';
  const port = Number(env['REVERB_PUBLIC_PORT'] || api.port || (tls ? 443 : 80));
  return { key: known, host: env['REVERB_PUBLIC_HOST'] || api.hostname, port, tls };
}

async function generatedKey(dataDir: string): Promise<string | undefined> {
  try {
    return Secrets.parse(JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))).REVERB_APP_KEY;
  } catch {
    return undefined; // another machine's backend: its key must be given
  }
}
