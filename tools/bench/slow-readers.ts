import type { BenchServer } from './bench-servers.ts';
import { startOurs } from './bench-servers.ts';
import { startCrowd } from './crowd-process.ts';
import { residentBytes } from './process-usage.ts';
import { RawSocket } from './raw-socket.ts';
import { BENCH_CHANNEL } from './bench-event.ts';
import { round, type BenchOptions, type BenchResult } from './verdict.ts';

/**
 * Question: do twenty sockets that never read cost the server its memory, or the others their speed? The
 * same beat to the same readers, first without and then with them, in one process.
 */
const MAX_GROWTH_BYTES = 50 * 2 ** 20;
const MAX_SLOWER = 1.2;
/** Below this the difference is the machine's, not the server's. */
const NOISE_MS = 1;
const SLOW_READERS = 20;
const READERS = 100;
/** 222 kB/s for each socket: in a minute more than the kernel and the queue hold for one that never reads. */
const CALLS_PER_SECOND = 100;
const EVENTS_PER_CALL = 10;

export async function slowReaders({ short }: BenchOptions): Promise<BenchResult> {
  const seconds = short ? 5 : 60;
  const server = await startOurs();
  const crowd = await startCrowd();
  const pid = server.pids[0] ?? 0;
  const slow: RawSocket[] = [];
  let peak = 0;
  let watching: NodeJS.Timeout | undefined;
  const rate = { callsPerSecond: CALLS_PER_SECOND, eventsPerCall: EVENTS_PER_CALL };
  const beat = (forSeconds: number) =>
    crowd.ask({ kind: 'beat', target: server.target, seconds: forSeconds, ...rate });
  try {
    await crowd.ask({ kind: 'open', url: server.socketUrl, count: READERS });
    await beat(3); // warm
    const alone = await beat(seconds);
    const before = await residentBytes(pid);
    for (let n = 0; n < SLOW_READERS; n += 1) slow.push(await joinAndStopReading(server));
    watching = setInterval(() => {
      residentBytes(pid).then(
        (bytes) => {
          peak = Math.max(peak, bytes);
        },
        () => undefined, // it has ended; the beat fails by itself
      );
    }, 250);
    const beside = await beat(seconds);
    const growth = peak - before;
    const [p95Alone, p95Beside] = [alone.ms.p95 ?? Number.NaN, beside.ms.p95 ?? Number.NaN];
    return {
      question: `Do ${SLOW_READERS} sockets that never read for ${seconds} s harm the server or the others?`,
      table: [
        {
          readers: READERS,
          'events/s': CALLS_PER_SECOND * EVENTS_PER_CALL,
          'p95 ms alone': round(p95Alone, 1),
          'p95 ms beside': round(p95Beside, 1),
          'memory + MB, peak': round(growth / 2 ** 20, 1),
          'readers lost': beside.gone,
        },
      ],
      verdicts: [
        {
          target: `memory grows by ≤ ${MAX_GROWTH_BYTES / 2 ** 20} MB`,
          measured: `${round(growth / 2 ** 20, 1)} MB`,
          met: growth <= MAX_GROWTH_BYTES,
        },
        {
          target: 'the others\u2019 p95 within 20 %, none of them lost',
          measured: `${round(p95Alone, 1)} → ${round(p95Beside, 1)} ms`,
          met: p95Beside <= Math.max(p95Alone * MAX_SLOWER, p95Alone + NOISE_MS) && beside.gone === 0,
        },
      ],
      details: { alone, beside, growth },
    };
  } finally {
    clearInterval(watching);
    for (const socket of slow) socket.cut();
    await crowd.close();
    await server.close();
  }
}

function joinAndStopReading(server: BenchServer): Promise<RawSocket> {
  return new Promise((resolve, reject) => {
    let joined = false;
    new RawSocket({
      url: new URL(server.socketUrl),
      onOpen: (self) =>
        self.send(JSON.stringify({ event: 'pusher:subscribe', data: { channel: BENCH_CHANNEL } })),
      onText: (self, buffer, start, end) => {
        if (joined || !buffer.toString('utf8', start, end).includes('subscription_succeeded')) return;
        joined = true;
        self.stopReading();
        resolve(self);
      },
      onGone: (_self, answer) => {
        if (!joined) reject(new Error(`A slow reader was not let in: ${answer ?? 'the connection broke'}`));
      },
    });
  });
}
