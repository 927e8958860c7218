/** What a thrown database error means for the caller; drivers wrap each other, so causes are followed. */

export type DatabaseFailure =
  /** The database cannot be reached or is too slow now; trying again later may work. */
  | 'unavailable'
  /** A concurrent transaction won; trying again at once may work. */
  | 'conflict'
  /** A value that no column can hold slipped through validation. */
  | 'bad_value';

const SYSTEM_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH']);
const NETWORK_CALLS = new Set(['connect', 'read', 'write']);
/** node-postgres gives these no code. */
const CLIENT_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client (has encountered a connection error|was closed)|Cannot use a pool after)/;

const UNAVAILABLE_SQLSTATES = new Set([
  '53300', // too many connections
  '53200', // out of memory
  '53100', // disk full
  '57014', // statement timeout
  '57P01', // administrator's shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
  '55P03', // lock not available
  '25006', // read-only: a standby after failover
]);
const BAD_VALUE_SQLSTATES = new Set(['22P02', '22003', '22007', '22008', '22021', '22P05', '22001']);

interface ErrorFacts {
  readonly code: string | undefined;
  readonly syscall: string | undefined;
  readonly message: string;
  readonly cause: unknown;
}

function factsOf(error: unknown): ErrorFacts | undefined {
  if (!(error instanceof Error)) return undefined;
  const text = (key: string) => {
    const value: unknown = Reflect.get(error, key);
    return typeof value === 'string' ? value : undefined;
  };
  return { code: text('code'), syscall: text('syscall'), message: error.message, cause: error.cause };
}

/** @returns undefined for an error that does not come from the database */
export function databaseFailure(error: unknown): DatabaseFailure | undefined {
  let current = error;
  for (let depth = 0; depth < 5; depth++) {
    const facts = factsOf(current);
    if (!facts) return undefined;
    const { code, syscall, message } = facts;
    if (code !== undefined) {
      if (UNAVAILABLE_SQLSTATES.has(code) || code.startsWith('08')) return 'unavailable';
      if (SYSTEM_CODES.has(code) && syscall !== undefined && NETWORK_CALLS.has(syscall)) return 'unavailable';
      if (code === '40001' || code === '40P01') return 'conflict';
      if (BAD_VALUE_SQLSTATES.has(code)) return 'bad_value';
    }
    if (CLIENT_MESSAGES.test(message)) return 'unavailable';
    current = facts.cause;
  }
  return undefined;
}

/** SQLSTATE 23505, of the named index or of any. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  let current = error;
  for (let depth = 0; depth < 5 && current instanceof Error; depth++) {
    if (Reflect.get(current, 'code') === '23505') {
      return constraint === undefined || Reflect.get(current, 'constraint') === constraint;
    }
    current = current.cause;
  }
  return false;
}
