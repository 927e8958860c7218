import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
import { createSessionQueue } from './session-queue.mjs';

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
});

describe('the queue before PGlite', () => {
  const QUERY = new Uint8Array(['Q'.charCodeAt(0), 0, 0, 0, 4]);

  it('gives the session back when its holder ends while the statement that opens a transaction runs', async () => {
    let open = false;
    let finish: () => void = () => undefined;
    const sent: string[] = [];
    const db = {
      runExclusive: (work: () => Promise<void>) => work(),
      isInTransaction: () => open,
      execProtocolRawStream: async (message: Uint8Array) => {
        const letter = String.fromCharCode(message[0] ?? 0);
        sent.push(letter);
        if (sent.length === 1) {
          await new Promise<void>((resolve) => (finish = resolve));
          open = true;
        } else if (letter === 'Q') open = false;
      },
    };
    const queue = createSessionQueue(db, (error) => {
      throw error;
    });
    const opening = queue.enqueue(1, QUERY, () => undefined);
    const other = queue.enqueue(2, QUERY, () => undefined);
    await queue.clearTransactionIfNeeded(1);
    finish();
    await opening;
    await other;
    expect(sent).toEqual(['Q', 'S', 'Q', 'Q']);
  });
});
