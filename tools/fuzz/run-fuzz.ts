import { setTimeout as wait } from 'node:timers/promises';
import { fuzzFrames } from './fuzz-frames.ts';
import { fuzzRequests } from './fuzz-requests.ts';
import { Findings, type FuzzTarget } from './fuzz-target.ts';

export interface FuzzOptions {
  readonly frames: number;
  readonly requests: number;
  readonly seed: string;
}

export interface FuzzResult {
  /** What must never happen: a 5xx, no answer, a hang, a socket or memory that stayed. */
  readonly findings: readonly string[];
  readonly count: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** Heap and buffers of the backend's main thread, MB: at the start, half-way, at the end. */
  readonly memoryMb: readonly [start: number, middle: number, end: number];
  readonly openSockets: number;
  readonly seconds: number;
}

/** Growth in the second half that caches explain, and what garbage adds where it was not collected. */
const MAX_GROWTH_MB = 25;
const GARBAGE_MB = 200;
const SETTLE_WITHIN_MS = 20_000;

/** Half of everything, a look at the memory, the other half, another look. */
export async function runFuzz(
  target: FuzzTarget,
  { frames, requests, seed }: FuzzOptions,
): Promise<FuzzResult> {
  const findings = new Findings();
  const statuses = new Map<number, number>();
  const began = performance.now();
  const start = await quietMemoryMb(target);
  const half = async (name: string): Promise<number> => {
    const [, seen] = await Promise.all([
      fuzzFrames(target, Math.ceil(frames / 2), `${seed}-${name}`, findings),
      fuzzRequests(target, Math.ceil(requests / 2), `${seed}-${name}`, findings),
    ]);
    for (const [status, count] of seen) statuses.set(status, (statuses.get(status) ?? 0) + count);
    return await quietMemoryMb(target);
  };
  const middle = await half('1');
  const end = await half('2');
  const openSockets = await settledSockets(target.url);
  if (openSockets > 0) findings.add(`${openSockets} sockets stayed open`);
  if (end - middle > MAX_GROWTH_MB + (target.collectGarbage ? 0 : GARBAGE_MB))
    findings.add(`memory grew from ${middle} to ${end} MB in the second half`);
  return {
    findings: findings.kept,
    count: findings.count,
    statuses: Object.fromEntries([...statuses].toSorted(([a], [b]) => a - b)),
    memoryMb: [start, middle, end],
    openSockets,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  };
}

/** The lowest of a few looks: garbage that was not collected yet is no leak. */
async function quietMemoryMb({ url, collectGarbage }: FuzzTarget): Promise<number> {
  let lowest = Number.POSITIVE_INFINITY;
  for (let look = 0; look < 6; look += 1) {
    collectGarbage?.();
    await wait(200);
    const text = await metrics(url);
    const used = gauge(text, 'nodejs_heap_size_used_bytes') + gauge(text, 'nodejs_external_memory_bytes');
    lowest = Math.min(lowest, Math.round(used / 1e5) / 10);
  }
  return lowest;
}

/** Sockets of the hub once all clients are gone; those that are told to slow down take a moment. */
async function settledSockets(url: string): Promise<number> {
  const deadlineMs = performance.now() + SETTLE_WITHIN_MS;
  for (;;) {
    const open = gauge(await metrics(url), 'callout_realtime_connections');
    if (open === 0 || performance.now() > deadlineMs) return open;
    await wait(200);
  }
}

async function metrics(url: string): Promise<string> {
  const answer = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(10_000) });
  return await answer.text();
}

/** The sum over a gauge's labels. */
function gauge(text: string, name: string): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    const value = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'u').exec(line)?.[1];
    if (value !== undefined) sum += Number(value);
  }
  return sum;
}
