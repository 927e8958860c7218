import { z } from 'zod';
import type { LatLng } from '#lib/domain/geo.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import { Driver } from '#lib/protocol/driver.ts';
import { one, page } from '#lib/protocol/paging.ts';
import { LoginResponse, User } from '#lib/protocol/user.ts';
import { RestError, untilAnswered, type RestClient } from '#tools/driver-client/rest-client.ts';
import { isSimEmail, SIM_DISPATCHER, type SimDriverPerson, type SimPerson } from './people.ts';
import type { SimCredentials } from './sim-credentials.ts';

export interface SimAccount {
  readonly userId: number;
  readonly api: RestClient;
}

export interface SimDriverAccount extends SimAccount {
  readonly driverId: number;
  readonly lastSeen: LatLng | undefined;
}

export interface SimAccounts {
  readonly drivers: readonly SimDriverAccount[];
  readonly customers: readonly SimAccount[];
  readonly dispatcher: SimAccount;
}

/** Password hashing is heavy on purpose: two at a time leave the server some air. */
const AT_ONCE = 2;

/**
 * Makes the accounts that are missing, through the admin API, and signs every one of them in. Safe to
 * repeat: accounts that exist are used as they are.
 * @param admin signed in as an administrator
 */
export async function ensureAccounts(
  admin: RestClient,
  people: { readonly drivers: readonly SimDriverPerson[]; readonly customers: readonly SimPerson[] },
  credentials: SimCredentials,
  signal: AbortSignal,
  say: (sentence: string) => void,
): Promise<SimAccounts> {
  const users = await existingUsers(admin);
  const positions = await lastPositions(admin);
  const missing = [...people.drivers, ...people.customers, SIM_DISPATCHER].filter(
    ({ email }) => !users.has(email),
  );
  if (missing.length > 0) say(`making ${missing.length} simulated accounts …`);
  // Before the accounts: a run that ends half-way must find its password again.
  await credentials.save();

  const account = async (person: SimPerson, role: Role, driver?: SimDriverPerson): Promise<SimAccount> => {
    const user = await untilAnswered(
      () => ensureUser(admin, users.get(person.email), person, role, credentials.password, driver),
      signal,
    );
    const token = await untilAnswered(() => signIn(admin, user, person.email, credentials), signal);
    return { userId: user.id, api: admin.withToken(token) };
  };
  const drivers = await inParallel(people.drivers, async (person): Promise<SimDriverAccount> => {
    const made = await account(person, 'driver', person);
    const { data: user } = await untilAnswered(() => made.api.get('/user', one(User)), signal);
    if (user.driver_id === null) throw new Error(`${person.email} has no driver record.`);
    return { ...made, driverId: user.driver_id, lastSeen: positions.get(user.driver_id) };
  });
  const customers = await inParallel(people.customers, (person) => account(person, 'customer'));
  const dispatcher = await account(SIM_DISPATCHER, 'dispatcher');
  await credentials.save();
  return { drivers, customers, dispatcher };
}

async function existingUsers(admin: RestClient): Promise<Map<string, User>> {
  const users = new Map<string, User>();
  for (let number = 1, last = 1; number <= last; number += 1) {
    const list = await admin.get(`/admin/users?search=sim-&per_page=100&page=${number}`, page(User));
    for (const user of list.data)
      if (user.email !== null && isSimEmail(user.email)) users.set(user.email, user);
    last = list.meta.last_page;
  }
  return users;
}

async function lastPositions(admin: RestClient): Promise<Map<number, LatLng>> {
  const positions = new Map<number, LatLng>();
  for (let number = 1, last = 1; number <= last; number += 1) {
    const list = await admin.get(`/drivers?per_page=100&page=${number}`, page(Driver));
    for (const driver of list.data) if (driver.position !== null) positions.set(driver.id, driver.position);
    last = list.meta.last_page;
  }
  return positions;
}

async function ensureUser(
  admin: RestClient,
  known: User | undefined,
  person: SimPerson,
  role: Role,
  password: string,
  driver: SimDriverPerson | undefined,
): Promise<{ readonly id: number }> {
  const { email, name, phone } = person;
  if (known !== undefined && (driver === undefined || known.driver_id !== null)) return known;
  if (driver === undefined) {
    const made = await admin.post('/admin/users', { email, name, phone, role, password }, one(User));
    return made.data;
  }
  const { vehicle, skills } = driver;
  const account = known === undefined ? { email, password } : { user_id: known.id };
  const made = await admin.post('/drivers', { name, phone, vehicle, skills, ...account }, one(Driver));
  return { id: made.data.user_id };
}

/** The token of the last run where it still works; a password of another run is replaced. */
async function signIn(
  admin: RestClient,
  user: { readonly id: number },
  email: string,
  credentials: SimCredentials,
): Promise<string> {
  const kept = credentials.token(email);
  if (kept !== undefined && (await isAlive(admin.withToken(kept)))) return kept;
  const { password } = credentials;
  const login = () => admin.post('/login', { email, password, device_name: 'simulator' }, LoginResponse);
  let answer: LoginResponse;
  try {
    answer = await login();
  } catch (error) {
    if (!(error instanceof RestError) || (error.status !== 422 && error.status !== 401)) throw error;
    await admin.send('PATCH', `/admin/users/${user.id}`, { password }, z.unknown());
    answer = await login();
  }
  credentials.keepToken(email, answer.token);
  return answer.token;
}

async function isAlive(api: RestClient): Promise<boolean> {
  try {
    await api.get('/user', z.unknown());
    return true;
  } catch (error) {
    if (error instanceof RestError && error.status === 401) return false;
    throw error;
  }
}

async function inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const waiting = [...items.entries()];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      results[next[0]] = await work(next[1]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results;
}
