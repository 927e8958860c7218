import { fileURLToPath } from 'node:url';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, type ClientConfig } from 'pg';
import { loadEpoch } from './sync-cursor.ts';
import * as schema from './schema.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));
/** Any fixed number: processes that start at once take their turns on it. */
const MIGRATION_LOCK = 7_265_411;
const CONNECT_TIMEOUT_MS = 10_000;

/** Brings the database to the newest schema and names its epoch; on a connection without time limits. */
export async function migrateDatabase(address: ClientConfig): Promise<void> {
  const {
    statement_timeout: _s,
    lock_timeout: _l,
    idle_in_transaction_session_timeout: _i,
    ...rest
  } = address;
  const client = new Client({ ...rest, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const db = drizzle(client, { schema });
    await migrate(db, { migrationsFolder: MIGRATIONS });
    await loadEpoch(db);
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  } finally {
    await client.end();
  }
}
