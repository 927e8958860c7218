import { setTimeout as wait } from 'node:timers/promises';
import { benchData, monotonicMicros, publishRequest } from './bench-event.ts';
import { startBare, startOurs, type BenchServer } from './bench-servers.ts';
import { startCrowd } from './crowd-process.ts';
import { residentBytes } from './process-usage.ts';
import { median, round, type BenchOptions, type BenchResult } from './verdict.ts';

/**
 * Question: what does an idle socket cost in memory, and how long does one event take to reach all of
 * ten thousand? Resident memory of the backend before and after, divided by the sockets; the event is
 * timed from the publishing call to the last socket of the slowest of four client processes. The same once
 * more with a server that does nothing but one write(2) per socket: the rest is the kernel's.
 */
const MAX_BYTES_EACH = 15 * 1_024;
const MAX_EVENT_MS = 150;
const CROWDS = 4;
/** Garbage of the openings is collected when there is work; until then it would count as sockets. */
const SETTLE_MS = 5_000;

interface Idle {
  readonly bytesEach: number;
  readonly tookMs: readonly number[];
}

async function measure(start: () => Promise<BenchServer>, count: number, events: number): Promise<Idle> {
  const server = await start();
  const crowds = await Promise.all(Array.from({ length: CROWDS }, () => startCrowd()));
  const pid = server.pids[0] ?? 0;
  try {
    const open = async (sockets: number): Promise<number> => {
      await Promise.all(
        crowds.map((crowd) => crowd.ask({ kind: 'open', url: server.socketUrl, count: sockets / CROWDS })),
      );
      await wait(SETTLE_MS);
      return residentBytes(pid);
    };
    // The first ones pay for what all share, and fill the room that starting up has left in the heap.
    const first = count / 5;
    const before = await open(first);
    const bytesEach = ((await open(count - first)) - before) / (count - first);
    const tookMs: number[] = [];
    for (let event = 0; event < events; event += 1) {
      const arrived = Promise.all(crowds.map((crowd) => crowd.ask({ kind: 'await' })));
      await wait(200); // the crowds have heard the question, and the server has nothing else to do
      const began = monotonicMicros();
      const { path, body } = publishRequest(server.target, [benchData(began)]);
      const answer = await fetch(`${server.target.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (!answer.ok) throw new Error(`The publisher was answered ${answer.status}.`);
      const last = Math.max(...(await arrived).map(({ lastMicros }) => lastMicros));
      tookMs.push((last - began) / 1_000);
    }
    return { bytesEach, tookMs };
  } finally {
    await Promise.all(crowds.map((crowd) => crowd.close()));
    await server.close();
  }
}

export async function idle({ short }: BenchOptions): Promise<BenchResult> {
  const count = short ? 1_000 : 10_000;
  const events = short ? 5 : 15;
  const ours = await measure(startOurs, count, events);
  const bare = await measure(startBare, count, events);
  const { bytesEach } = ours;
  const [eventMs, floorMs] = [median(ours.tookMs), median(bare.tookMs)];
  return {
    question: `What does an idle socket cost, and how long does one event take to all ${count}?`,
    table: [['ours', ours] as const, ['bare write(2)', bare] as const].map(
      ([server, { tookMs, bytesEach: each }]) => ({
        server,
        sockets: count,
        'KiB each': round(each / 1_024, 1),
        'event to all, median ms': round(median(tookMs), 1),
        'slowest ms': round(Math.max(...tookMs), 1),
      }),
    ),
    verdicts: [
      {
        target: `≤ ${MAX_BYTES_EACH / 1_024} KiB of resident memory each`,
        measured: `${round(bytesEach / 1_024, 1)} KiB`,
        met: bytesEach <= MAX_BYTES_EACH,
      },
      {
        target: `one event to all in ≤ ${MAX_EVENT_MS} ms, median`,
        measured: `${round(eventMs, 1)} ms (one bare write(2) per socket: ${round(floorMs, 1)} ms)`,
        met: eventMs <= MAX_EVENT_MS,
      },
    ],
    details: { ours, bare },
  };
}
