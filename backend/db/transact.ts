import type { Backend, Transaction } from '#backend/platform/backend.ts';

/** Thrown inside a transaction that found its world changed before it held its locks. */
export class TryAgain extends Error {
  override readonly name = 'TryAgain';
}

const MAX_ATTEMPTS = 6;
const SERIALIZATION_FAILURE = '40001';
const DEADLOCK_DETECTED = '40P01';

/**
 * Runs one command as one transaction (READ COMMITTED; commands lock what they change) and wakes the
 * publisher once it has committed. A deadlock, a serialization failure or a `TryAgain` rolls back and
 * runs the whole of `work` again, so `work` must have no effect outside of `tx`.
 */
export async function transact<T>(
  backend: Pick<Backend, 'db' | 'publisher'>,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await backend.db.transaction(work);
      backend.publisher.wake();
      return result;
    } catch (error) {
      if (attempt >= MAX_ATTEMPTS || !isTransient(error)) throw error;
      await backOff(attempt);
    }
  }
}

/** Full jitter over a doubling bound, so that two that collided do not meet again. */
function backOff(attempt: number): Promise<void> {
  const delayMs = Math.random() * 5 * 2 ** attempt;
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}

/** Drizzle wraps the driver's error, so the SQLSTATE may sit on the cause. */
function isTransient(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof TryAgain) return true;
    if ('code' in cause && (cause.code === SERIALIZATION_FAILURE || cause.code === DEADLOCK_DETECTED)) {
      return true;
    }
  }
  return false;
}
