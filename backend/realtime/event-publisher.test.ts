import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appendEvent } from '#backend/db/events.ts';
import { events } from '#backend/db/schema.ts';
import { SYSTEM } from '#backend/platform/backend.ts';
import { sampleDriver } from '#tests/fixtures/samples.ts';
import { openTestBackend, testDatabases, type TestBackend } from '#tests/support/test-backend.ts';
import type { BroadcastEvent, Broadcaster } from './broadcaster.ts';
import { createPublisher, type EventPublisher, type PublisherParts } from './event-publisher.ts';

const log = pino({ level: 'silent' });
const versionOf = (data: unknown): number => (data as { version: number }).version;

/** A broker that records, and can be made to fail or to hang at a certain call. */
class RecordingBroker implements Broadcaster {
  readonly versions: number[] = [];
  calls = 0;
  onCall: (call: number) => Promise<void> = () => Promise.resolve();
  readonly driver = 'reverb';
  readonly health = { state: 'up', sinceMs: 0, error: null } as const;
  /** One event of two channels at a time. */
  callSize = 2;
  async publish(sent: readonly BroadcastEvent[]): Promise<void> {
    this.calls += 1;
    await this.onCall(this.calls);
    for (const { data } of sent) this.versions.push(versionOf(data));
  }
  occupiedChannels(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }
  hasSubscribers(): undefined {
    return undefined;
  }
  close(): Promise<void> {
    return Promise.resolve();
  }
}

describe.each(testDatabases())('publishing on %s', (database) => {
  let backend: TestBackend;
  const open: EventPublisher[] = [];
  beforeEach(async () => {
    backend = await openTestBackend({ database });
    // The backend's own publisher leads; this suite starts its own in its place.
    await backend.backend.publisher.close();
  });
  afterEach(async () => {
    for (const publisher of open.splice(0)) await publisher.close();
    await backend.close();
  });

  const start = (broadcaster: Broadcaster, over: Partial<PublisherParts> = {}) => {
    const { pool, clock } = backend.backend;
    const publisher = createPublisher({ pool, clock, log, broadcaster, pollMs: 50, ...over });
    open.push(publisher);
    publisher.start();
    return publisher;
  };
  const append = (version: number) =>
    backend.backend.db.transaction((tx) =>
      appendEvent(tx, {
        ...{ type: 'driver.updated', actor: SYSTEM, at: new Date(), driverId: 7 },
        snapshot: { driver: sampleDriver({ version }) },
      }),
    );
  const positions = async () =>
    (await backend.backend.db.select({ position: events.position }).from(events)).map((row) => row.position);

  it('11.10 numbers and sends every row once, in order, in bounded batches', async () => {
    for (let n = 1; n <= 25; n += 1) await append(n);
    const broker = new RecordingBroker();
    const publisher = start(broker, { batchSize: 4 });
    await publisher.drained();
    expect(broker.versions).toEqual(Array.from({ length: 25 }, (_, n) => n + 1));
    expect((await positions()).toSorted((a, b) => Number(a) - Number(b))).toEqual(broker.versions);
    expect(publisher.head).toBe(25);
    await append(26);
    await publisher.drained();
    expect(broker.versions.at(-1)).toBe(26);
  });

  it('11.11 sees a commit without being woken', async () => {
    const broker = new RecordingBroker();
    await start(broker).drained();
    await append(1);
    await expect.poll(() => broker.versions).toEqual([1]);
  });

  it('11.12 keeps an event that the broker did not take, and sends it and the later ones in order', async () => {
    const broker = new RecordingBroker();
    broker.onCall = (call) =>
      call >= 3 && call <= 5 ? Promise.reject(new Error('broker away')) : Promise.resolve();
    for (let n = 1; n <= 6; n += 1) await append(n);
    const publisher = start(broker);
    await publisher.drained();
    expect(broker.versions).toEqual([1, 2, 3, 4, 5, 6]);
    expect(publisher.trouble).toBeNull();
  });

  it('11.13 goes on where it stopped after dying between sending and remembering: again, never out of order', async () => {
    for (let n = 1; n <= 5; n += 1) await append(n);
    const dying = new RecordingBroker();
    let died: (() => void) | undefined;
    const death = new Promise<void>((resolve) => (died = resolve));
    let letGo: ((error: Error) => void) | undefined;
    // The third call never comes back before the process "dies": two events are out, none remembered.
    dying.onCall = (call) =>
      call < 3
        ? Promise.resolve()
        : new Promise((_, reject) => {
            letGo = reject;
            died?.();
          });
    const crashing = createPublisher({
      ...{ pool: crashPool(backend), clock: backend.backend.clock, log, broadcaster: dying, pollMs: 50 },
    });
    crashing.start();
    await death;
    expect(dying.versions).toEqual([1, 2]);
    const closing = crashing.close();
    letGo?.(new Error('killed'));
    await closing;

    const broker = new RecordingBroker();
    await start(broker).drained();
    expect(broker.versions).toEqual([1, 2, 3, 4, 5]);
  });

  it('11.14 orders by visibility: a transaction that commits late is sent late and not lost', async () => {
    const broker = new RecordingBroker();
    const publisher = start(broker);
    await publisher.drained();
    if (database === 'pglite') {
      // One transaction at a time there: ids and visibility cannot part.
      await append(1);
      await append(2);
      await publisher.drained();
      expect(broker.versions).toEqual([1, 2]);
      return;
    }
    await backend.backend.db.transaction(async (tx) => {
      await appendEvent(tx, {
        ...{ type: 'driver.updated', actor: SYSTEM, at: new Date(), driverId: 7 },
        snapshot: { driver: sampleDriver({ version: 100 }) },
      });
      await append(200);
      await publisher.drained();
      expect(broker.versions).toEqual([200]);
    });
    await publisher.drained();
    expect(broker.versions).toEqual([200, 100]);
  });

  it.runIf(database === 'postgres')(
    '11.15 lets one of two publishers send, and the other take over',
    async () => {
      const [first, second] = [new RecordingBroker(), new RecordingBroker()];
      const leader = start(first);
      await leader.drained();
      start(second);
      await append(1);
      await leader.drained();
      await leader.close();
      await append(2);
      await expect.poll(() => second.versions, { timeout: 5_000 }).toEqual([2]);
      expect(first.versions).toEqual([1]);
    },
  );
});

/** A pool whose session forgets nothing but refuses to remember: what a killed process leaves behind. */
function crashPool({ backend }: TestBackend): PublisherParts['pool'] {
  return new Proxy(backend.pool, {
    get: (pool, name) =>
      name === 'connect'
        ? async () => {
            const client = await pool.connect();
            return new Proxy(client, {
              get: (target, key) => {
                if (key !== 'query') {
                  const value: unknown = Reflect.get(target, key, target);
                  return typeof value === 'function' ? (value.bind(target) as unknown) : value;
                }
                return (query: { text?: string } | string, ...rest: unknown[]) => {
                  const text = typeof query === 'string' ? query : (query.text ?? '');
                  if (text.startsWith('insert into "settings"')) return Promise.reject(new Error('killed'));
                  return Reflect.apply(target.query, target, [query, ...rest]) as unknown;
                };
              },
            });
          }
        : (Reflect.get(pool, name, pool) as unknown),
  });
}
