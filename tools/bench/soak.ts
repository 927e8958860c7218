import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { LocationResponse } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import { makeDispatchers, makeDrivers, postJson, type BenchPerson } from './bench-people.ts';
import { startOurs } from './bench-servers.ts';
import { ChannelClient } from './channel-client.ts';
import { Histogram } from './histogram.ts';
import { residentBytes } from './process-usage.ts';
import { median, round, type BenchOptions, type BenchResult } from './verdict.ts';

/**
 * Question: does a working day hold up? Drivers post a fix a second over REST, each durable before it is
 * answered; every dispatcher's socket must get every one of them; the other sockets only listen. Time is
 * taken from just before the POST to the frame in this process, which shares the machine with the server.
 */
const MAX_P95_MS = 500;
const MAX_P99_MS = 1_500;
const MAX_GROWTH_BYTES = 10 * 2 ** 20;
const DISPATCHER_ACCOUNTS = 5;
const SAMPLE_EVERY_MS = 2_000;
const LATE_MS = 5_000;

const Columns = z.object({ at: z.number(), id: z.array(z.number()), age: z.array(z.number()) });
const Stored = one(LocationResponse);

interface Waiting {
  readonly postedAtMs: number;
  seen: number;
}

export async function soak({ short, minutes }: BenchOptions): Promise<BenchResult> {
  const size = short
    ? { sockets: 100, dispatchers: 10, drivers: 50 }
    : { sockets: 1_000, dispatchers: 50, drivers: 500 };
  const lengthMs = (minutes ?? (short ? 0.25 : 10)) * 60_000;
  const server = await startOurs();
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const pid = server.pids[0] ?? 0;
  const clients: ChannelClient[] = [];
  const waiting = new Map<string, Waiting>();
  const latencies = new Histogram();
  const memory: { readonly atMs: number; readonly bytes: number }[] = [];
  let [sent, stored, failed] = [0, 0, 0];

  const seen = (data: unknown): void => {
    const now = performance.now();
    const { at, id, age } = Columns.parse(JSON.parse(String(data)));
    for (const [row, driverId] of id.entries()) {
      const key = `${driverId}@${at - (age[row] ?? 0)}`;
      const fix = waiting.get(key);
      if (fix === undefined) continue;
      latencies.add(now - fix.postedAtMs);
      fix.seen += 1;
      if (fix.seen === size.dispatchers) waiting.delete(key);
    }
  };
  const connect = (token: string, channel: string): void => {
    clients.push(
      new ChannelClient({
        socketUrl: server.socketUrl,
        authUrl: `${server.target.url}/api/broadcasting/auth`,
        ...{ agent, token, channel },
        onLive: () => undefined,
        onEvent: (event, data) => {
          if (event === 'driver.locations') seen(data);
        },
        onAuthStatus: () => undefined,
      }),
    );
  };
  const postFix = async ({ token, driverId }: BenchPerson, step: number): Promise<void> => {
    const recordedAtMs = Date.now();
    const key = `${driverId}@${recordedAtMs}`;
    waiting.set(key, { postedAtMs: performance.now(), seen: 0 });
    sent += 1;
    const fix = {
      latitude: 57.7 + (driverId % 100) * 1e-3 + step * 1e-5,
      longitude: 11.97,
      heading: 0,
      speed: 10,
      accuracy: 5,
      recorded_at: new Date(recordedAtMs).toISOString(),
    };
    const answer = await postJson(agent, `${server.target.url}/api/driver/location`, fix, token);
    const body = Stored.safeParse(answer.body);
    if (answer.status === 202 && body.success && body.data.data.stored === 1) stored += 1;
    else {
      failed += 1;
      waiting.delete(key); // not promised, so not lost
    }
  };
  /** On a beat of a second of its own; a late answer delays no one else's. */
  const drive = async (person: BenchPerson, index: number, beganMs: number): Promise<void> => {
    for (let step = 0; ; step += 1) {
      const dueMs = beganMs + (index / size.drivers) * 1_000 + step * 1_000;
      if (dueMs >= beganMs + lengthMs) return;
      await wait(Math.max(0, dueMs - performance.now()));
      await postFix(person, step);
    }
  };

  try {
    const people = { url: server.target.url, agent, password: server.password };
    const dispatchers = await makeDispatchers(people, DISPATCHER_ACCOUNTS);
    const drivers = await makeDrivers(people, size.drivers);
    for (let n = 0; n < size.sockets; n += 1) {
      const dispatcher = dispatchers[n % dispatchers.length];
      const driver = drivers[n % drivers.length];
      if (n < size.dispatchers) connect(dispatcher?.token ?? '', 'private-admin.fleet');
      else connect(driver?.token ?? '', `private-driver.${driver?.driverId}`);
      if (n % 50 === 49) await wait(100);
    }
    for (const lateAt = performance.now() + 30_000; clients.some((client) => !client.isLive);) {
      if (performance.now() > lateAt) throw new Error('The sockets did not come live in 30 s.');
      await wait(100);
    }
    const beganMs = performance.now();
    const sample = async (): Promise<void> => {
      memory.push({ atMs: performance.now() - beganMs, bytes: await residentBytes(pid) });
    };
    const sampling = setInterval(() => void sample(), SAMPLE_EVERY_MS);
    await Promise.all(drivers.map((driver, index) => drive(driver, index, beganMs)));
    clearInterval(sampling);
    const lateAt = performance.now() + LATE_MS;
    while (waiting.size > 0 && performance.now() < lateAt) await wait(50);
    const dropped = clients.filter((client) => !client.isLive).length;

    const settledMs = Math.min(120_000, lengthMs * 0.2);
    const spanMs = Math.min(60_000, lengthMs * 0.2);
    const inside = (fromMs: number): number =>
      median(memory.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + spanMs).map(({ bytes }) => bytes));
    const growth = inside(lengthMs - spanMs) - inside(settledMs);
    const ms = latencies.percentiles();
    return {
      question: `Do ${size.drivers} drivers at 1 Hz and ${size.sockets} sockets hold for ${lengthMs / 60_000} minutes?`,
      table: [
        {
          'fixes sent': sent,
          stored,
          failed,
          'p50 ms': round(ms.p50, 1),
          'p95 ms': round(ms.p95, 1),
          'p99 ms': round(ms.p99, 1),
          'max ms': round(ms.max, 1),
          lost: waiting.size,
          'memory + MB': round(growth / 2 ** 20, 1),
        },
      ],
      verdicts: [
        {
          target: `fix to dispatcher\u2019s socket: p95 ≤ ${MAX_P95_MS} ms, p99 ≤ ${MAX_P99_MS} ms`,
          measured: `${round(ms.p95)} ms, ${round(ms.p99)} ms`,
          met: ms.p95 <= MAX_P95_MS && ms.p99 <= MAX_P99_MS,
        },
        {
          target: 'nothing lost, nothing refused, no socket dropped',
          measured: `${waiting.size} lost, ${failed} refused, ${dropped} dropped`,
          met: waiting.size === 0 && failed === 0 && dropped === 0,
        },
        {
          target: `memory after the second minute grows by ≤ ${MAX_GROWTH_BYTES / 2 ** 20} MB`,
          measured: `${round(growth / 2 ** 20, 1)} MB`,
          met: growth <= MAX_GROWTH_BYTES,
        },
      ],
      details: { size, ms, memory },
    };
  } finally {
    for (const client of clients) client.close();
    agent.destroy();
    await server.close();
  }
}
