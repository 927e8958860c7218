import { createHash } from 'node:crypto';
import { and, eq, lt, sql } from 'drizzle-orm';
import { z, type ZodType } from 'zod';
import { idempotencyKeys } from '#backend/db/schema.ts';
import { transact } from '#backend/db/transact.ts';
import type { Actor, Backend, Transaction } from '#backend/platform/backend.ts';
import { invalid, Refusal, type RefusalStatus } from '#backend/platform/refusal.ts';
import { ChangeSet } from './change-set.ts';

export const KEPT_FOR_MS = 24 * 3_600_000;
const MAX_KEY_LENGTH = 255;

export interface IdempotentCall {
  /** The caller's `Idempotency-Key`; undefined: the call is simply run. */
  readonly key: string | undefined;
  readonly method: string;
  readonly path: string;
  /** The decoded body: the same call in another notation is the same call. */
  readonly body: unknown;
}

export interface Outcome<T> {
  readonly body: T;
  readonly replayed: boolean;
}

/** Changes, and resolves to what reads the answer once the command's event rows are written. */
export type AnsweringCommand<T> = (change: ChangeSet) => Promise<() => Promise<T>>;

/** What is kept of a refusal: enough to refuse again in the same words. */
const StoredRefusal = z.object({
  refusal: z.object({
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.unknown()),
  }),
});

/** Keys under way in this process; another process's are seen by the advisory lock. */
const running = new WeakMap<Backend, Set<string>>();

/**
 * Runs a creating command at most once per key: the kept answer is written in the command's own
 * transaction, so a crash leaves both or neither. A refusal is kept too, after its changes are undone;
 * 429 and 5xx are not.
 * @throws Refusal 409 `in_progress`, 422 `key_reused`, and whatever the command refused
 */
export async function runOnce<T>(
  backend: Backend,
  actor: Actor,
  call: IdempotentCall,
  answer: ZodType<T>,
  command: AnsweringCommand<T>,
): Promise<Outcome<T>> {
  if (call.key === undefined) {
    return transact(backend, (tx) => execute(backend, tx, actor, command));
  }
  if (call.key === '' || call.key.length > MAX_KEY_LENGTH) {
    throw invalid('Idempotency-Key', `The key must have 1 to ${MAX_KEY_LENGTH} characters.`);
  }
  const scope = { callerId: actor.userId ?? 0, method: call.method, path: call.path, key: call.key };
  const name = JSON.stringify(scope);
  const keys = running.get(backend) ?? new Set();
  running.set(backend, keys);
  if (keys.has(name)) throw inProgress();
  keys.add(name);
  try {
    const outcome = await transact(backend, (tx) =>
      once({ backend, tx, actor, scope, bodyHash: hashOf(call.body), answer, command }),
    );
    if (outcome instanceof Refusal) throw outcome;
    return outcome;
  } finally {
    keys.delete(name);
  }
}

type Scope = Pick<typeof idempotencyKeys.$inferSelect, 'callerId' | 'method' | 'path' | 'key'>;

interface Attempt<T> {
  readonly backend: Backend;
  readonly tx: Transaction;
  readonly actor: Actor;
  readonly scope: Scope;
  readonly bodyHash: string;
  readonly answer: ZodType<T>;
  readonly command: AnsweringCommand<T>;
}

async function once<T>(first: Attempt<T>): Promise<Outcome<T> | Refusal> {
  const { backend, tx, scope, bodyHash } = first;
  const now = new Date(backend.clock.nowMs());
  const { rows } = await tx.execute<{ free: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${JSON.stringify(scope)}, 0)) as free`,
  );
  if (rows[0]?.free !== true) throw inProgress();
  const mine = and(
    eq(idempotencyKeys.callerId, scope.callerId),
    eq(idempotencyKeys.method, scope.method),
    eq(idempotencyKeys.path, scope.path),
    eq(idempotencyKeys.key, scope.key),
  );
  await tx
    .delete(idempotencyKeys)
    .where(and(mine, lt(idempotencyKeys.createdAt, new Date(now.getTime() - KEPT_FOR_MS))));
  const [kept] = await tx.select().from(idempotencyKeys).where(mine);
  if (kept) {
    if (kept.bodyHash !== bodyHash) {
      throw invalid('Idempotency-Key', 'This key was used with another body.', 'key_reused');
    }
    return replay(kept.status, kept.response, first.answer);
  }
  const result = await attempt(first);
  await tx.insert(idempotencyKeys).values({
    ...scope,
    bodyHash,
    createdAt: now,
    status: result instanceof Refusal ? result.status : 200,
    response:
      result instanceof Refusal
        ? { refusal: { code: result.code, message: result.message, details: result.details } }
        : result.body,
  });
  return result;
}

/** In a savepoint, so that a refusal undoes its changes but not the keeping of its answer. */
async function attempt<T>({ backend, tx, actor, command }: Attempt<T>): Promise<Outcome<T> | Refusal> {
  try {
    return await tx.transaction((inner) => execute(backend, inner, actor, command));
  } catch (error) {
    if (error instanceof Refusal && error.status < 500 && error.status !== 429) return error;
    throw error;
  }
}

async function execute<T>(
  backend: Backend,
  tx: Transaction,
  actor: Actor,
  command: AnsweringCommand<T>,
): Promise<Outcome<T>> {
  const change = new ChangeSet(tx, backend.clock, actor);
  const answer = await command(change);
  await change.writeEvents();
  return { body: await answer(), replayed: false };
}

function replay<T>(status: number | null, response: unknown, answer: ZodType<T>): Outcome<T> | Refusal {
  const stored = StoredRefusal.safeParse(response);
  if (status !== 200 && stored.success) {
    const { code, message, details } = stored.data.refusal;
    return new Refusal(refusalStatus(status), code, message, details);
  }
  return { body: answer.parse(response), replayed: true };
}

const REFUSAL_STATUSES: readonly RefusalStatus[] = [400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 428];
const refusalStatus = (status: number | null): RefusalStatus =>
  REFUSAL_STATUSES.find((known) => known === status) ?? 409;

const inProgress = () =>
  new Refusal(409, 'in_progress', 'The first call with this key is still running.', { retryAfterSeconds: 1 });

const hashOf = (body: unknown): string => createHash('sha256').update(canonical(body)).digest('hex');

/** JSON with sorted keys. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, child]) => child !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, child]) => `${JSON.stringify(key)}:${canonical(child)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** Forgets answers past their day; run now and then. */
export async function forgetOldKeys(backend: Backend): Promise<void> {
  const limit = new Date(backend.clock.nowMs() - KEPT_FOR_MS);
  await backend.db.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, limit));
}

/** @throws Refusal 422 for calls whose answer holds a secret and is therefore never kept */
export function refuseKey(key: string | undefined): void {
  if (key === undefined) return;
  throw invalid(
    'Idempotency-Key',
    'This answer holds a secret and cannot be replayed.',
    'idempotency_not_supported',
  );
}
