import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { drivers, users } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { nowDate } from '#backend/platform/clock.ts';
import { prepareDataFolder } from '#backend/platform/data-folder.ts';
import { hashPassword } from '#backend/platform/passwords.ts';
import { SERVICE_TYPES, type Role, type ServiceType } from '#lib/domain/vocabulary.ts';
import type { Vehicle } from '#lib/protocol/driver.ts';

/** Accounts for trying the product out: they wait for a person and are never simulated. */

interface DemoAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly phone: string;
  readonly driver?: { readonly vehicle: Vehicle; readonly skills: readonly ServiceType[] };
}

const DEMO_ACCOUNTS: readonly DemoAccount[] = [
  { email: 'admin@example.test', name: 'Alva Lind', role: 'admin', phone: '+46 31 555 01 00' },
  { email: 'dispatcher@example.test', name: 'Björn Ek', role: 'dispatcher', phone: '+46 31 555 01 01' },
  {
    email: 'driver1@example.test',
    name: 'Carin Sjöberg',
    role: 'driver',
    phone: '+46 70 555 02 01',
    driver: {
      vehicle: { make: 'Volkswagen', model: 'Crafter', colour: 'yellow', plate: 'DRV 101' },
      skills: [...SERVICE_TYPES],
    },
  },
  {
    email: 'driver2@example.test',
    name: 'David Öberg',
    role: 'driver',
    phone: '+46 70 555 02 02',
    driver: {
      vehicle: { make: 'Scania', model: 'P 280', colour: 'orange', plate: 'DRV 202' },
      skills: ['tow', 'battery', 'tyre', 'fuel', 'other'],
    },
  },
  {
    email: 'driver3@example.test',
    name: 'Elif Demir',
    role: 'driver',
    phone: '+46 70 555 02 03',
    driver: {
      vehicle: { make: 'Ford', model: 'E-Transit', colour: 'white', plate: 'DRV 303' },
      skills: ['ev_charging', 'battery', 'lockout', 'tyre', 'other'],
    },
  },
  { email: 'customer1@example.test', name: 'Frida Holm', role: 'customer', phone: '+46 73 555 03 01' },
  { email: 'customer2@example.test', name: 'Göran Nyström', role: 'customer', phone: '+46 73 555 03 02' },
  { email: 'customer3@example.test', name: 'Hanna Virtanen', role: 'customer', phone: '+46 73 555 03 03' },
];

export const DEMO_ACCOUNTS_FILE = 'demo-accounts.json';
const Kept = z.object({ password: z.string().min(8) });

/**
 * Makes the demo accounts that are missing, sets their one password, and writes them to
 * DATA_DIR/demo-accounts.json (0600). The same at each start, unless DEMO_PASSWORD changes.
 */
export async function seedDemo(backend: Backend): Promise<void> {
  const { config, db } = backend;
  const file = path.join(prepareDataFolder(config.dataDir), DEMO_ACCOUNTS_FILE);
  const password = config.demoPassword ?? keptPassword(file) ?? newPassword();
  // One hash for all: they share the password, and hashing eight times would slow each start.
  const passwordHash = await hashPassword(password);
  await db.transaction(async (tx) => {
    const now = nowDate(backend.clock);
    for (const { driver, ...account } of DEMO_ACCOUNTS) {
      const [known] = await tx.select({ id: users.id }).from(users).where(eq(users.email, account.email));
      if (known) {
        await tx.update(users).set({ passwordHash }).where(eq(users.id, known.id));
        continue;
      }
      const stamps = { createdAt: now, updatedAt: now };
      const [user] = await tx
        .insert(users)
        .values({ ...account, passwordHash, ...stamps })
        .returning({ id: users.id });
      if (!user || !driver) continue;
      const { name, phone } = account;
      await tx.insert(drivers).values({
        userId: user.id,
        name,
        phone,
        vehicle: driver.vehicle,
        skills: [...driver.skills],
        ...stamps,
      });
    }
  });
  const accounts = DEMO_ACCOUNTS.map(({ email, role }) => ({ email, role }));
  const text = JSON.stringify({ url: config.publicUrl, password, accounts }, null, 2);
  writeFileSync(file, `${text}\n`, { mode: 0o600 });
}

function keptPassword(file: string): string | undefined {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8'))).password;
  } catch (error) {
    // Missing at the first start; one that a person has damaged is made anew.
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Twelve letters in groups, easy to type on a phone: about 59 random bits. */
function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return [group(), group(), group()].join('-');
}
