import { accessTokens, drivers, driverPositions, users } from '#backend/db/schema.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { hashToken, newToken } from '#backend/platform/tokens.ts';
import { SERVICE_TYPES, type Duty, type Role, type ServiceType } from '#lib/domain/vocabulary.ts';

/** Accounts made straight in the database: hashing passwords is slow, and most tests are not about it. */

export interface TestPerson {
  readonly userId: number;
  readonly name: string;
  readonly email: string;
  readonly token: string;
}

export interface TestDriver extends TestPerson {
  readonly driverId: number;
}

export interface NewPerson {
  readonly role: Exclude<Role, 'driver'>;
  readonly name?: string;
  readonly phone?: string;
}

export interface NewDriver {
  readonly name?: string;
  readonly phone?: string;
  /** Default `on`. */
  readonly duty?: Duty;
  readonly skills?: readonly ServiceType[];
  /** A fresh position of this moment; without one the driver has none. */
  readonly position?: { readonly latitude: number; readonly longitude: number };
}

export interface People {
  makePerson(person: NewPerson): Promise<TestPerson>;
  makeDriver(driver?: NewDriver): Promise<TestDriver>;
}

const TOKEN_LIFETIME_MS = 30 * 86_400_000;

export function people({ db, clock }: Pick<Backend, 'db' | 'clock'>): People {
  let count = 0;

  const makeUser = async (role: Role, wantedName?: string, phone?: string): Promise<TestPerson> => {
    count += 1;
    const name = wantedName ?? `${role} ${count}`;
    const email = `${role}${count}@people.test`;
    const now = new Date(clock.nowMs());
    const [user] = await db
      .insert(users)
      .values({ name, email, role, phone: phone ?? `+46 70 000 ${count}`, createdAt: now, updatedAt: now })
      .returning({ id: users.id });
    if (!user) throw new Error('an insert answered no row');
    const token = newToken();
    await db.insert(accessTokens).values({
      userId: user.id,
      tokenHash: hashToken(token),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: new Date(now.getTime() + TOKEN_LIFETIME_MS),
    });
    return { userId: user.id, name, email, token };
  };

  return {
    makePerson: ({ role, name, phone }) => makeUser(role, name, phone),
    async makeDriver({ name, phone, duty = 'on', skills = SERVICE_TYPES, position } = {}) {
      const person = await makeUser('driver', name, phone);
      const now = new Date(clock.nowMs());
      const [driver] = await db
        .insert(drivers)
        .values({
          userId: person.userId,
          name: person.name,
          phone: phone ?? `+46 70 111 ${person.userId}`,
          vehicle: { make: 'Volvo', model: 'FL', colour: 'red', plate: `TST ${person.userId}` },
          skills: [...skills],
          duty,
          status: duty === 'on' ? 'available' : 'off_duty',
          createdAt: now,
          updatedAt: now,
        })
        .returning({ id: drivers.id });
      if (!driver) throw new Error('an insert answered no row');
      if (position) {
        await db
          .insert(driverPositions)
          .values({ driverId: driver.id, ...position, recordedAt: now, receivedAt: now, seq: 0 });
      }
      return { ...person, driverId: driver.id };
    },
  };
}
