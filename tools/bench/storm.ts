import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { makeDispatchers } from './bench-people.ts';
import { startOurs } from './bench-servers.ts';
import { ChannelClient } from './channel-client.ts';
import { median, round, type BenchOptions, type BenchResult } from './verdict.ts';

/**
 * Question: when every socket is cut at the same moment, how long until all are live again? Clients come
 * back as pusher-js does, after a second, and each asks the auth endpoint for its private channel.
 */
const MAX_LIVE_AGAIN_MS = 15_000;
const GIVE_UP_MS = 60_000;
const USERS = 25;

export async function storm({ short }: BenchOptions): Promise<BenchResult> {
  const count = short ? 100 : 1_000;
  const rounds = short ? 1 : 3;
  const server = await startOurs();
  const agent = new Agent({ keepAlive: true, maxSockets: 200 });
  const statuses = new Map<number, number>();
  let live = 0;
  let allLive = (): void => undefined;
  const untilLive = async (): Promise<number> => {
    const began = performance.now();
    const gaveUp = new AbortController();
    const reached = new Promise<'live'>((resolve) => {
      allLive = () => resolve('live');
    });
    const late = wait(GIVE_UP_MS, 'late' as const, { signal: gaveUp.signal }).catch(() => 'late' as const);
    const outcome = live === count ? 'live' : await Promise.race([reached, late]);
    gaveUp.abort();
    return outcome === 'live' ? performance.now() - began : Number.POSITIVE_INFINITY;
  };
  const clients: ChannelClient[] = [];
  try {
    const people = await makeDispatchers(
      { url: server.target.url, agent, password: server.password },
      short ? 3 : USERS,
    );
    const open = (token: string): ChannelClient =>
      new ChannelClient({
        socketUrl: server.socketUrl,
        authUrl: `${server.target.url}/api/broadcasting/auth`,
        ...{ agent, token, channel: 'private-admin.fleet' },
        onLive: () => {
          live += 1;
          if (live === count) allLive();
        },
        onEvent: () => undefined,
        onAuthStatus: (status) => statuses.set(status, (statuses.get(status) ?? 0) + 1),
      });
    for (let n = 0; n < count; n += 1) clients.push(open(people[n % people.length]?.token ?? ''));
    const firstMs = await untilLive();
    if (firstMs === Number.POSITIVE_INFINITY) throw new Error(`Only ${live} of ${count} sockets came live.`);
    const tookMs: number[] = [];
    for (let turn = 0; turn < rounds; turn += 1) {
      await wait(2_000); // the server has noticed nothing unusual for a while
      live = 0;
      for (const client of clients) client.cut();
      tookMs.push(await untilLive());
    }
    const againMs = Math.max(...tookMs);
    const failed = [...statuses].filter(([status]) => status !== 200);
    const failures = failed.map(([status, times]) => `${times} × ${status}`).join(', ') || 'none';
    return {
      question: `When ${count} sockets are cut at once, how long until all are live again?`,
      table: [
        {
          sockets: count,
          'first time ms': round(firstMs),
          'again ms, median': round(median(tookMs)),
          'slowest ms': round(againMs),
          'answers that were not 200': failures,
        },
      ],
      verdicts: [
        {
          target: `all live again within ${MAX_LIVE_AGAIN_MS / 1_000} s, the slowest of ${rounds}`,
          measured: `${round(againMs)} ms`,
          met: againMs <= MAX_LIVE_AGAIN_MS,
        },
        { target: 'no 5xx, no refusal', measured: failures, met: failed.length === 0 },
      ],
      details: { firstMs, tookMs, statuses: Object.fromEntries(statuses) },
    };
  } finally {
    for (const client of clients) client.close();
    agent.destroy();
    await server.close();
  }
}
