import type { BenchServer } from './bench-servers.ts';
import { startBare, startNaive, startOurs, startOursBehindWeb } from './bench-servers.ts';
import { startCrowd } from './crowd-process.ts';
import type { CrowdAnswer } from './crowd-messages.ts';
import { cpuMicros } from './process-usage.ts';
import { median, round, type BenchOptions, type BenchResult } from './verdict.ts';

/**
 * Question: what does one event to a thousand sockets cost, next to a server that stringifies and sends
 * per socket? Events of 218 bytes, one per call and one write per socket; subscribers in another process.
 * Rounds alternate, each with fresh processes; medians; the ratio is taken within a round. The third server
 * shows what of it is the kernel's: nothing but one write(2) of a ready frame per socket.
 */
export interface FanOutRound {
  readonly server: string;
  /** CPU of the server per delivered message, in microseconds. */
  readonly cpuMicros: number;
  readonly deliveredPerSecond: number;
  /** Share of one core that the server and the subscribers took at saturation. */
  readonly serverBusy: number;
  readonly crowdBusy: number;
  /** From when an event was due to its arrival, at 70 % of the saturating rate. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The same with ten events per call, which leave as one write. */
  readonly coalescedCpuMicros: number;
  readonly coalescedPerSecond: number;
}

interface Load {
  readonly subscribers: number;
  readonly seconds: number;
  readonly rounds: number;
}

const WINDOW = 4;
const EVENTS_PER_BATCH = 10;
const SHARE_OF_SATURATION = 0.7;
const MAX_CPU_RATIO = 0.7;
const MAX_P99_MS = 50;

const SERVERS: readonly (readonly [name: string, start: () => Promise<BenchServer>])[] = [
  ['naive', startNaive],
  ['ours', startOurs],
  ['bare write(2)', startBare],
];

const load = (options: BenchOptions): Load =>
  options.short ? { subscribers: 200, seconds: 1, rounds: 1 } : { subscribers: 1_000, seconds: 6, rounds: 3 };

export async function fanOut(options: BenchOptions): Promise<BenchResult> {
  const { subscribers, seconds, rounds } = load(options);
  const measured: FanOutRound[] = [];
  for (let turn = 0; turn < rounds; turn += 1)
    for (const [name, start] of turn % 2 === 0 ? SERVERS : SERVERS.toReversed())
      measured.push(await measureRound(name, start, { subscribers, seconds, rounds }));
  const ours = measured.filter(({ server }) => server === 'ours');
  const naive = measured.filter(({ server }) => server === 'naive');
  const bare = measured.filter(({ server }) => server === 'bare write(2)');
  const ratioOf = (rounds: readonly FanOutRound[], pick: (round: FanOutRound) => number): number =>
    median(rounds.map((round, turn) => pick(round) / pick(naive[turn] ?? round)));
  const ratio = ratioOf(ours, (round) => round.cpuMicros);
  const floor = ratioOf(bare, (round) => round.cpuMicros);
  const coalesced = ratioOf(ours, (round) => round.coalescedCpuMicros);
  const p99 = median(ours.map(({ p99Ms }) => p99Ms));
  const perSecond = median(ours.map(({ deliveredPerSecond }) => deliveredPerSecond));
  return {
    question: `What does one event to ${subscribers} sockets cost, next to JSON.stringify and ws.send per socket?`,
    table: [summary('naive', naive), summary('ours', ours), summary('bare write(2)', bare)],
    verdicts: [
      {
        target: `CPU per delivered message ≤ ${MAX_CPU_RATIO} of the naive server's`,
        measured: `${round(ratio, 2)} (one bare write(2) per socket: ${round(floor, 2)})`,
        met: ratio <= MAX_CPU_RATIO,
      },
      {
        target: `p99 ≤ ${MAX_P99_MS} ms at 70 % of the saturating rate`,
        measured: `${round(p99, 1)} ms`,
        met: p99 <= MAX_P99_MS,
      },
      {
        target: 'more than 118,000 delivered/s, the figure known of Laravel Reverb at 100 subscribers',
        measured: `${round(perSecond)}/s`,
        met: perSecond > 118_000,
      },
      {
        target: `ten events per write, apart: no dearer than ${MAX_CPU_RATIO} of the naive server's`,
        measured: `${round(coalesced, 2)}`,
        met: coalesced <= MAX_CPU_RATIO,
      },
    ],
    details: measured,
  };
}

/** The same through the web port; there is no naive server behind it, so there is no ratio. */
export async function fanOutWeb(options: BenchOptions): Promise<BenchResult> {
  const { subscribers, seconds, rounds } = load(options);
  const measured: FanOutRound[] = [];
  for (let turn = 0; turn < rounds; turn += 1)
    measured.push(await measureRound('web port', startOursBehindWeb, { subscribers, seconds, rounds }));
  const p99 = median(measured.map(({ p99Ms }) => p99Ms));
  return {
    question: `What does one event to ${subscribers} sockets behind the web port cost, both servers together?`,
    table: [summary('web port', measured)],
    verdicts: [
      {
        target: `p99 ≤ ${MAX_P99_MS} ms at 70 % of the saturating rate`,
        measured: `${round(p99, 1)} ms`,
        met: p99 <= MAX_P99_MS,
      },
    ],
    details: measured,
  };
}

const summary = (server: string, rounds: readonly FanOutRound[]): Record<string, string | number> => {
  const of = (pick: (round: FanOutRound) => number, digits = 0): number =>
    round(median(rounds.map(pick)), digits);
  return {
    server,
    'CPU µs each': of((one) => one.cpuMicros, 2),
    'delivered/s': of((one) => one.deliveredPerSecond),
    'server busy %': of((one) => one.serverBusy * 100),
    'crowd busy %': of((one) => one.crowdBusy * 100),
    'p50 ms at 70 %': of((one) => one.p50Ms, 1),
    'p99 ms at 70 %': of((one) => one.p99Ms, 1),
    'coalesced CPU µs': of((one) => one.coalescedCpuMicros, 2),
    'coalesced/s': of((one) => one.coalescedPerSecond),
  };
};

async function measureRound(
  name: string,
  start: () => Promise<BenchServer>,
  { subscribers, seconds }: Load,
): Promise<FanOutRound> {
  const server = await start();
  const crowd = await startCrowd();
  const { target } = server;
  const cpu = async (pids: readonly number[]): Promise<number> =>
    (await Promise.all(pids.map((pid) => cpuMicros(pid)))).reduce((sum, one) => sum + one, 0);
  const flood = async (eventsPerCall: number, forSeconds: number) => {
    const before = await cpu(server.pids);
    const crowdBefore = await cpuMicros(crowd.pid);
    const answer = await crowd.ask({
      kind: 'flood',
      target,
      seconds: forSeconds,
      eventsPerCall,
      window: WINDOW,
    });
    const used = (await cpu(server.pids)) - before;
    const crowdUsed = (await cpuMicros(crowd.pid)) - crowdBefore;
    return { answer, each: used / answer.delivered, busy: used / 1e6, crowdBusy: crowdUsed / 1e6 };
  };
  try {
    await crowd.ask({ kind: 'open', url: server.socketUrl, count: subscribers });
    await flood(1, Math.max(1, seconds / 3)); // warm: compiled code, grown buffers
    const single = await flood(1, seconds);
    const perSecond = single.answer.delivered / single.answer.seconds;
    const beat: CrowdAnswer = await crowd.ask({
      kind: 'beat',
      target,
      seconds,
      eventsPerCall: 1,
      callsPerSecond: (SHARE_OF_SATURATION * perSecond) / subscribers,
    });
    const batch = await flood(EVENTS_PER_BATCH, seconds);
    if (batch.answer.gone > 0) throw new Error(`${batch.answer.gone} sockets were lost.`);
    return {
      server: name,
      cpuMicros: single.each,
      deliveredPerSecond: perSecond,
      serverBusy: single.busy / single.answer.seconds,
      crowdBusy: single.crowdBusy / single.answer.seconds,
      p50Ms: beat.ms.p50 ?? Number.NaN,
      p99Ms: beat.ms.p99 ?? Number.NaN,
      coalescedCpuMicros: batch.each,
      coalescedPerSecond: batch.answer.delivered / batch.answer.seconds,
    };
  } finally {
    await crowd.close();
    await server.close();
  }
}
