import { mkdtemp, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client, Pool } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyTemplate } from '#tests/support/pglite-template.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

let folder: string;
let database: EmbeddedPostgres;
let pool: Pool;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'callout-embedded-'));
  await copyTemplate(folder);
  database = await startEmbeddedPostgres(folder, pino({ level: 'silent' }));
  pool = new Pool({ ...address(), max: 12, query_timeout: 15_000 });
  await pool.query('create table counters (id int primary key, name text, n int)');
  await pool.query(`insert into counters select g, 'c' || g, 0 from generate_series(1, 50) g`);
});
afterAll(async () => {
  await pool.end();
  await database.close();
  await rm(folder, { recursive: true });
});
const address = () => ({ host: database.socketFolder, port: 5432, user: 'postgres', database: 'postgres' });

/** Raises one counter in a transaction of several statements. */
async function raise(id: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ id: number; n: number }>(
      'select id, n from counters where name = $1 for update',
      [`c${id}`],
    );
    expect(rows[0]?.id).toBe(id);
    await client.query('update counters set n = $1 where id = $2', [(rows[0]?.n ?? 0) + 1, id]);
    await client.query('commit');
  } finally {
    client.release();
  }
}
async function echo(n: number): Promise<void> {
  const { rows } = await pool.query('select $1::text as text, $2::int as n', [`x${n}`, n]);
  expect(rows).toEqual([{ text: `x${n}`, n }]);
}
const fail = (n: number): Promise<void> =>
  expect(pool.query('select $1::int / 0', [n])).rejects.toMatchObject({ code: '22012' });

async function failInTransaction(n: number): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('update counters set n = n + 1000 where id = $1', [1]);
    await expect(client.query('select $1::int / 0', [n])).rejects.toMatchObject({ code: '22012' });
    await expect(client.query('select 1')).rejects.toMatchObject({ code: '25P02' });
    await client.query('rollback');
  } finally {
    client.release();
  }
}

test('transactions, queries and errors of many connections never mix', async () => {
  const kinds = [raise, echo, fail, failInTransaction];
  let raised = 0;
  for (let round = 0; round < 20; round++) {
    const work = Array.from({ length: 16 }, (_, i) => {
      const kind = kinds[(i + round) % kinds.length] ?? echo;
      if (kind === raise) raised += 1;
      return kind(1 + ((round * 16 + i) % 50));
    });
    await Promise.all(work);
  }
  const { rows } = await pool.query<{ sum: number }>('select sum(n)::int as sum from counters');
  expect(rows[0]?.sum).toBe(raised);
});

test('a connection that vanishes in a transaction gives the session back, its change undone', async () => {
  const client = new Client(address());
  await client.connect();
  await client.query('begin');
  await client.query(`update counters set name = 'gone' where id = 2`);
  const waiting = pool.query<{ name: string }>('select name from counters where id = 2');
  // Not `end()`: the process on the other side has died.
  client.on('error', () => undefined);
  Reflect.get(client, 'connection').stream.destroy();
  expect((await waiting).rows[0]?.name).toBe('c2');
});

test('half a message of a connection that vanishes disturbs nobody', async () => {
  const socket = connect(path.join(database.socketFolder, '.s.PGSQL.5432'));
  await once(socket, 'connect');
  socket.write(Buffer.from([0x50, 0, 0, 0]));
  socket.destroy();
  await echo(1);
});

test('only this user can reach the socket', async () => {
  expect((await stat(database.socketFolder)).mode & 0o777).toBe(0o700);
  expect((await stat(path.join(database.socketFolder, '.s.PGSQL.5432'))).mode & 0o777).toBe(0o600);
});
