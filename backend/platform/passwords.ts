import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from './refusal.ts';

/**
 * Argon2id at OWASP's first choice of parameters (19 MiB, two passes), which are the library's
 * defaults, in the library's default variant. Only so many at once: each takes a thread and 19 MiB, and
 * a burst of logins must not starve the rest.
 */
const MAX_RUNNING = 2;
const MAX_WAITING = 100;

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MAX_RUNNING) {
    if (waiting.length >= MAX_WAITING) {
      throw new Refusal(429, 'too_many_attempts', 'Too many people sign in at once. Try again in a moment.', {
        retryAfterSeconds: 5,
      });
    }
    // The one that finishes hands its place over, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password));

let decoy: Promise<string> | undefined;

/**
 * @param stored null where there is no such user or no password: then the same work is done for
 *   nothing, so that the time of the answer does not tell which emails exist
 */
export function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  return inTurn(async () => {
    decoy ??= hash(randomBytes(16));
    const matches = await verify(stored ?? (await decoy), password);
    return stored !== null && matches;
  });
}
