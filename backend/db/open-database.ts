import { drizzle } from 'drizzle-orm/node-postgres';
import { Pool, type PoolConfig } from 'pg';
import type { Logger } from 'pino';
import type { Database } from '#backend/platform/backend.ts';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { migrateDatabase } from './migrate.ts';
import * as schema from './schema.ts';

export interface OpenDatabase {
  readonly pool: Pool;
  readonly db: Database;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;
/** A little more than the server's own limit; the only limit of the embedded database, which has no timers. */
const QUERY_TIMEOUT_MS = 12_000;

/**
 * One pool for either database, migrated.
 * @param databaseUrl null: the embedded one in `dataDir`, whose lock the caller holds
 */
export async function openDatabase(
  { databaseUrl, dataDir }: { readonly databaseUrl: string | null; readonly dataDir: string },
  log: Logger,
): Promise<OpenDatabase> {
  const embedded = databaseUrl === null ? await startEmbeddedPostgres(dataDir, log) : null;
  const address: PoolConfig = embedded
    ? { host: embedded.socketFolder, port: 5432, user: 'postgres', database: 'postgres', max: 10 }
    : {
        connectionString: databaseUrl ?? '',
        max: 20,
        statement_timeout: STATEMENT_TIMEOUT_MS,
        lock_timeout: STATEMENT_TIMEOUT_MS / 2,
        idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
        keepAlive: true,
      };
  try {
    await migrateDatabase(address);
  } catch (error) {
    await embedded?.close();
    throw error;
  }
  const pool = new Pool({
    ...address,
    application_name: 'callout',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', (err) => log.warn({ err }, 'idle database connection lost'));
  let closed: Promise<void> | undefined;
  const close = async () => {
    await pool.end();
    await embedded?.close();
  };
  return { pool, db: drizzle(pool, { schema }), close: () => (closed ??= close()) };
}
