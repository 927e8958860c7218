import { request, type Agent } from 'node:http';
import { z } from 'zod';
import { Driver } from '#lib/protocol/driver.ts';
import { one } from '#lib/protocol/paging.ts';
import { LoginResponse } from '#lib/protocol/user.ts';

export interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  readonly body: unknown;
}

const TIMEOUT_MS = 15_000;

/** A POST over kept connections, much lighter than fetch: a bench sends hundreds a second. */
export function postJson(agent: Agent, url: string, body: unknown, token?: string): Promise<Answer> {
  const text = JSON.stringify(body);
  return new Promise((resolve) => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        timeout: TIMEOUT_MS,
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', () => resolve({ status: 0, body: null }));
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, body: answer === '' ? null : JSON.parse(answer) });
        });
      },
    );
    call.on('timeout', () => call.destroy());
    call.on('error', () => resolve({ status: 0, body: null }));
    call.end(text);
  });
}

export interface BenchPerson {
  readonly token: string;
  /** 0 for dispatchers. */
  readonly driverId: number;
}

export interface PeopleOptions {
  readonly url: string;
  readonly agent: Agent;
  readonly password: string;
}

/** Hashing passwords is heavy on purpose; more at once only wait for each other. */
const AT_ONCE = 4;

async function asked<T>(
  options: PeopleOptions,
  path: string,
  body: unknown,
  schema: z.ZodType<T>,
  token?: string,
) {
  const answer = await postJson(options.agent, `${options.url}/api${path}`, body, token);
  if (answer.status < 200 || answer.status > 299)
    throw new Error(`POST ${path} → ${answer.status} ${JSON.stringify(answer.body)}`);
  return schema.parse(answer.body);
}

const login = async (options: PeopleOptions, email: string): Promise<string> =>
  (await asked(options, '/login', { email, password: options.password }, LoginResponse)).token;

async function many<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  for (let from = 0; from < count; from += AT_ONCE)
    made.push(
      ...(await Promise.all(
        Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, offset) => make(from + offset)),
      )),
    );
  return made;
}

/** Drivers on duty, made through the public API. */
export async function makeDrivers(options: PeopleOptions, count: number): Promise<BenchPerson[]> {
  const admin = await login(options, 'admin@example.test');
  return many(count, async (index) => {
    const email = `bench-driver${index}@example.test`;
    const driver = { name: `Bench Driver ${index}`, email, password: options.password };
    const { data } = await asked(options, '/drivers', driver, one(Driver), admin);
    const token = await login(options, email);
    await asked(options, '/driver/duty', { duty: 'on' }, z.unknown(), token);
    return { token, driverId: data.id };
  });
}

export async function makeDispatchers(options: PeopleOptions, count: number): Promise<BenchPerson[]> {
  const admin = await login(options, 'admin@example.test');
  return many(count, async (index) => {
    const email = `bench-dispatcher${index}@example.test`;
    const user = { name: `Bench Dispatcher ${index}`, email, password: options.password };
    await asked(options, '/admin/users', { ...user, role: 'dispatcher' }, z.unknown(), admin);
    return { token: await login(options, email), driverId: 0 };
  });
}
