import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';

describe('connections to the embedded database', () => {
  let folder: string;
  let database: EmbeddedPostgres;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'callout-queue-'));
    database = await startEmbeddedPostgres(folder, pino({ level: 'silent' }));
  });
  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const connect = async () => {
    const client = new Client({
      host: database.socketFolder,
      port: 5432,
      user: 'postgres',
      database: 'postgres',
    });
    await client.connect();
    return client;
  };

  it('never run each other’s statements, however their messages interleave', async () => {
    const clients = await Promise.all(Array.from({ length: 12 }, connect));
    const results = await Promise.all(
      clients.map(async (client, index) => {
        const seen: unknown[] = [];
        for (let round = 0; round < 50; round += 1) {
          const { rows } = await client.query<{ name: string; value: number }>(
            `select 'client ${index}' as name, $1::int + ${index} as value`,
            [round],
          );
          seen.push(rows[0]);
        }
        return seen;
      }),
    );
    for (const [index, seen] of results.entries()) {
      expect(seen).toEqual(
        Array.from({ length: 50 }, (_, round) => ({ name: `client ${index}`, value: round + index })),
      );
    }
    await Promise.all(clients.map((client) => client.end()));
  });

  it('an error of one is told to that one alone', async () => {
    const clients = await Promise.all(Array.from({ length: 8 }, connect));
    const rounds = clients.map(async (client, index) => {
      for (let round = 0; round < 50; round += 1) {
        // Every other connection divides by zero, in and outside of a transaction.
        const fails = index % 2 === 1;
        if (round % 2 === 1) await client.query('begin');
        const query = client.query('select 6 / $1::int as n', [fails ? 0 : 2]);
        if (fails) await expect(query).rejects.toMatchObject({ code: '22012' });
        else expect((await query).rows).toEqual([{ n: 3 }]);
        if (round % 2 === 1) await client.query('rollback');
      }
      await client.end();
    });
    await Promise.all(rounds);
  });

  it('a connection that breaks inside a transaction leaves nothing behind and blocks nobody', async () => {
    const [broken, other] = [await connect(), await connect()];
    broken.on('error', () => undefined);
    await other.query('create table kept (n int)');
    await broken.query('begin');
    await broken.query('insert into kept values ($1)', [1]);
    const waiting = other.query('select count(*)::int as n from kept');
    Reflect.get(broken, 'connection').stream.destroy();
    expect((await waiting).rows).toEqual([{ n: 0 }]);
    await other.end();
  });

  it('a connection that breaks while its transaction is being opened leaves it to nobody', async () => {
    const other = await connect();
    for (let round = 0; round < 20; round += 1) {
      const broken = await connect();
      broken.on('error', () => undefined);
      // The answer is never read: the connection goes away while the statement runs.
      broken.query('begin; select pg_sleep(0.02)').catch(() => undefined);
      await new Promise((resolve) => setImmediate(resolve));
      Reflect.get(broken, 'connection').stream.destroy();
      expect((await other.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
    }
    await other.end();
  });
});
