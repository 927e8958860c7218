import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const DemoAccounts = z.object({
  password: z.string(),
  accounts: z.array(z.object({ email: z.string(), role: z.string() })),
});

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** The account named on the command line, else one of the demo on this machine; undefined when there is neither. */
export async function findCredentials(
  email: string | undefined,
  password: string | undefined,
  role: 'admin' | 'driver',
  dataDir: string,
): Promise<Credentials | undefined> {
  if (email !== undefined && password !== undefined) return { email, password };
  try {
    const demo = DemoAccounts.parse(JSON.parse(await readFile(join(dataDir, 'demo-accounts.json'), 'utf8')));
    const account = demo.accounts.find((one) =>
      email === undefined ? one.role === role : one.email === email,
    );
    return account === undefined ? undefined : { email: account.email, password: demo.password };
  } catch {
    return undefined; // no demo on this machine
  }
}
