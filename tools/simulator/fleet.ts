import { setTimeout as wait } from 'node:timers/promises';
import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { pause } from '#tools/driver-client/backoff.ts';
import type { Broker } from '#tools/driver-client/driver-feed.ts';
import { RestError, untilAnswered } from '#tools/driver-client/rest-client.ts';
import type { SimAccounts } from './accounts.ts';
import type { Call } from './demand.ts';
import { createDispatcherAgent } from './dispatcher-agent.ts';
import { createDriverAgent, type DriverAgent } from './driver-agent.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

export interface FleetOptions {
  readonly world: World;
  readonly accounts: SimAccounts;
  readonly broker: Broker | null;
  readonly random: Random;
  /** Milliseconds between two fixes of one driver. */
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly say: (sentence: string) => void;
}

const TICK_MS = 50;
const LOOK_EVERY_MS = 4_000;
const REPORT_EVERY_MS = 300_000;
/** How often a driver reads over REST what its channel should have said. */
const REFRESH_MS = { listening: 60_000, asking: 6_000 } as const;
/** Calls that wait for an answer of the server; a city on hold does not remember more. */
const MAX_WAITING_CALLS = 50;
const STARTED_AT_ONCE = 8;

/** Runs the city against a deployment until the signal. */
export async function runFleet(options: FleetOptions): Promise<void> {
  const { world, accounts, broker, random, intervalMs, signal, say } = options;
  const agents = accounts.drivers.flatMap((account, index) => {
    const driver = world.drivers[index];
    return driver === undefined ? [] : [createDriverAgent(driver, account, broker, Date.now, signal)];
  });
  const dispatcher = createDispatcherAgent(
    accounts.dispatcher.api,
    new Set(accounts.customers.map(({ userId }) => userId)),
    new Set(accounts.drivers.map(({ driverId }) => driverId)),
    random.fork('dispatcher'),
  );
  let called = 0;
  let waitingCalls = 0;
  const place = async (call: Call): Promise<void> => {
    const customer = accounts.customers[call.customerIndex];
    if (customer === undefined || waitingCalls >= MAX_WAITING_CALLS) return;
    waitingCalls += 1;
    try {
      await untilAnswered(() => customer.api.post('/tickets', call.ticket, one(Ticket)), signal);
      called += 1;
    } catch (error) {
      if (!signal.aborted && !(error instanceof RestError)) throw error;
    } finally {
      waitingCalls -= 1;
    }
  };

  const refreshMs = broker === null ? REFRESH_MS.asking : REFRESH_MS.listening;
  const spread = random.fork('spread');
  // Spread over the interval, so that the server sees a steady stream and not one gulp a second.
  const nextFixMs = agents.map((_, index) => Date.now() + (intervalMs * index) / agents.length);
  const nextRefreshMs = agents.map(() => Date.now() + refreshMs * (0.5 + spread.next()));
  const started = new Set<DriverAgent>();
  const tick = (): void => {
    const now = Date.now();
    agents.forEach((agent, index) => {
      if (!started.has(agent)) return;
      if (now >= (nextFixMs[index] ?? 0)) {
        agent.tick(now);
        // A loop that came late does not make up for what it missed.
        nextFixMs[index] = Math.max((nextFixMs[index] ?? now) + intervalMs, now + intervalMs / 2);
      }
      if (now >= (nextRefreshMs[index] ?? 0)) {
        void agent.refresh();
        nextRefreshMs[index] = now + refreshMs * (0.75 + spread.next() / 2);
      }
    });
    for (const call of world.demand.step(now)) void place(call);
  };

  const timer = setInterval(tick, TICK_MS);
  const reporter = setInterval(() => say(summary(agents, called)), REPORT_EVERY_MS);
  try {
    await startAll(agents, started, signal);
    if (!signal.aborted) {
      const asking = broker === null ? '; no broker key: they ask for offers' : '';
      say(`${agents.length} drivers are on the road${asking}.`);
    }
    while (!signal.aborted) {
      await dispatcher.look(Date.now());
      await pause(LOOK_EVERY_MS, signal);
    }
  } finally {
    clearInterval(timer);
    clearInterval(reporter);
    for (const agent of agents) agent.close();
    say(summary(agents, called));
    // Sockets say goodbye; nothing is waited for beyond that.
    await wait(50);
  }
}

/** Each drives as soon as it is ready; the others follow. */
async function startAll(
  agents: readonly DriverAgent[],
  started: Set<DriverAgent>,
  signal: AbortSignal,
): Promise<void> {
  const waiting = [...agents];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift()) {
      await next.start();
      started.add(next);
    }
  };
  await Promise.all(Array.from({ length: STARTED_AT_ONCE }, worker));
}

function summary(agents: readonly DriverAgent[], called: number): string {
  const sum = (pick: (agent: DriverAgent) => number) =>
    agents.reduce((total, agent) => total + pick(agent), 0);
  return (
    `fleet: ${sum((agent) => agent.fixes.sent)} fixes sent, ${sum((agent) => agent.fixes.queued)} waiting, ` +
    `${sum((agent) => agent.fixes.dropped)} given up; ${called} calls, ` +
    `${sum((agent) => agent.finishedTickets)} tickets finished`
  );
}
