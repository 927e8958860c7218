import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { LocationResponse } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import { makeDrivers, postJson } from './bench-people.ts';
import { startOurs } from './bench-servers.ts';
import { percentiles } from './percentiles.ts';
import { round, type BenchOptions, type BenchResult } from './verdict.ts';

/**
 * Question: does one backend on its embedded database acknowledge 10,000 fixes a second, each durable?
 * A fresh backend process; drivers send calls of 100 fixes on a fixed beat; late ones are not excused.
 */
const FIXES_PER_SECOND = 10_000;
const FIXES_PER_CALL = 100;
/** A run counts as on the beat when it ends this close behind its last call. */
const KEEPS_UP = 0.97;

const Stored = one(LocationResponse);

export async function locationWrites({ short }: BenchOptions): Promise<BenchResult> {
  const [driverCount, seconds] = short ? [10, 2] : [50, 10];
  const server = await startOurs();
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  try {
    const drivers = await makeDrivers(
      { url: server.target.url, agent, password: server.password },
      driverCount,
    );
    const calls = Math.round((FIXES_PER_SECOND / FIXES_PER_CALL) * seconds);
    const everyMs = (seconds * 1_000) / calls;
    const latenciesMs: number[] = [];
    let [stored, refused] = [0, 0];
    const firstFixMs = Date.now() - 3_600_000;
    const beganMs = performance.now();
    await Promise.all(
      Array.from({ length: calls }, async (_, call) => {
        const dueMs = beganMs + call * everyMs;
        await wait(Math.max(0, dueMs - performance.now()));
        const answer = await postJson(
          agent,
          `${server.target.url}/api/driver/location`,
          { fixes: fixesFrom(firstFixMs + Math.floor(call / driverCount) * FIXES_PER_CALL * 10) },
          drivers[call % driverCount]?.token,
        );
        const body = Stored.safeParse(answer.body);
        if (answer.status !== 202 || !body.success) {
          refused += 1;
          return;
        }
        stored += body.data.data.stored;
        latenciesMs.push(performance.now() - dueMs);
      }),
    );
    const perSecond = stored / Math.max(seconds, (performance.now() - beganMs) / 1_000);
    const ms = percentiles(latenciesMs);
    return {
      question: 'Does one backend on its embedded database acknowledge 10,000 fixes a second, each durable?',
      table: [
        {
          calls,
          'fixes per call': FIXES_PER_CALL,
          stored,
          'fixes/s': round(perSecond),
          refused,
          'p50 ms': round(ms.p50),
          'p95 ms': round(ms.p95),
          'p99 ms': round(ms.p99),
        },
      ],
      verdicts: [
        {
          target: `${FIXES_PER_SECOND} fixes/s on a beat, all of them durable`,
          measured: `${round(perSecond)}/s, ${stored} of ${calls * FIXES_PER_CALL} stored`,
          met: stored === calls * FIXES_PER_CALL && perSecond >= KEEPS_UP * FIXES_PER_SECOND,
        },
      ],
      details: { ms },
    };
  } finally {
    agent.destroy();
    await server.close();
  }
}

/** Ten milliseconds apart, so that no fix of a driver is a duplicate of another. */
function fixesFrom(oldestMs: number) {
  return Array.from({ length: FIXES_PER_CALL }, (_, index) => ({
    latitude: 57.7 + index * 1e-5,
    longitude: 11.97,
    heading: 90,
    speed: 10,
    accuracy: 5,
    recorded_at: new Date(oldestMs + index * 10).toISOString(),
  }));
}
