import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

/** What the simulator remembers of one deployment: its accounts' password and their tokens. */
const Kept = z.object({ password: z.string().min(20), tokens: z.record(z.string(), z.string()) });
const File = z.record(z.string(), Kept);

export interface SimCredentials {
  readonly password: string;
  token(email: string): string | undefined;
  keepToken(email: string, token: string): void;
  save(): Promise<void>;
}

/** Random at the first run against a deployment, kept in the data folder for its owner alone. */
export async function openSimCredentials(dataDir: string, url: string): Promise<SimCredentials> {
  const path = join(dataDir, 'simulator.json');
  const origin = new URL(url).origin;
  const all = await readKept(path);
  const kept = all[origin] ?? { password: randomBytes(24).toString('base64url'), tokens: {} };
  return {
    password: kept.password,
    token: (email) => kept.tokens[email],
    keepToken: (email, token) => {
      kept.tokens[email] = token;
    },
    save: async () => {
      await mkdir(dataDir, { recursive: true });
      const draft = `${path}.${process.pid}`;
      await writeFile(draft, JSON.stringify({ ...all, [origin]: kept }), { mode: 0o600 });
      await rename(draft, path);
    },
  };
}

async function readKept(path: string): Promise<z.infer<typeof File>> {
  try {
    return File.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return {}; // the first run here; a damaged file costs new sign-ins, nothing more
  }
}
