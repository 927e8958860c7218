import type { Page } from '@playwright/test';
import { z } from 'zod';
import { LocationResponse } from '#lib/protocol/fix.ts';
import { one } from '#lib/protocol/paging.ts';
import { pause } from '#tools/driver-client/backoff.ts';
import { createRestClient, untilAnswered } from '#tools/driver-client/rest-client.ts';
import { ensureAccounts } from '#tools/simulator/accounts.ts';
import { simDrivers } from '#tools/simulator/people.ts';
import { createRandom } from '#tools/simulator/random.ts';
import { loadRoadNetwork } from '#tools/simulator/road-network.ts';
import { openSimCredentials } from '#tools/simulator/sim-credentials.ts';
import { createWorld } from '#tools/simulator/world.ts';
import type { Stack } from '#tools/stack/stack.ts';
import { percentiles, type Percentiles } from './percentiles.ts';

/**
 * Question: how long from a driver's POST to the first animation frame after a dispatcher's browser holds
 * the fix in its store? The page's own marks say when; playout delay is not counted, because the store and
 * its next frame come before it.
 */
export interface FixToFrame {
  readonly drivers: number;
  readonly rateHz: number;
  readonly seconds: number;
  readonly sent: number;
  /** Milliseconds from just before the POST to the frame. */
  readonly ms: Percentiles;
  /** Fixes that no frame showed by the end. */
  readonly unseen: number;
}

export interface FixToFrameOptions {
  readonly stack: Stack;
  /** A dispatcher's page on /dispatch, live; `watchFrames` was called on it before it loaded. */
  readonly page: Page;
  readonly drivers: number;
  readonly seconds: number;
}

const Seen = z.array(z.tuple([z.number(), z.number(), z.number()]));
const LATE_MS = 5_000;
const SETTLE_MS = 3_000;

/** Collects in the page, from its marks: [driver id, recorded at, drawn at], epoch ms. */
export async function watchFrames(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: [number, number, number][] = [];
    const waiting: [number, number][] = [];
    Object.assign(globalThis, { calloutSeen: seen, calloutMarks: true });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!(entry instanceof PerformanceMark)) continue;
        const { detail } = entry;
        if (entry.name === 'callout:fix-stored') {
          detail.id.forEach((id: number, index: number) => waiting.push([id, detail.at - detail.age[index]]));
        } else if (entry.name === 'callout:fix-drawn') {
          const drawnAt = performance.timeOrigin + entry.startTime;
          for (const [id, recordedAt] of waiting.splice(0)) seen.push([id, recordedAt, drawnAt]);
        }
      }
    }).observe({ type: 'mark', buffered: true });
  });
}

export async function measureFixToFrame(options: FixToFrameOptions): Promise<FixToFrame> {
  const { stack, page, seconds } = options;
  const stop = new AbortController();
  const { token } = await stack.login('admin');
  const random = createRandom('fix to frame');
  const people = simDrivers(options.drivers, random);
  const { drivers } = await ensureAccounts(
    createRestClient(stack.backendUrl, stop.signal, token),
    { drivers: people, customers: [] },
    await openSimCredentials(stack.dataDir, stack.backendUrl),
    stop.signal,
    () => undefined,
  );
  const setDuty = (duty: 'on' | 'off') =>
    Promise.all(
      drivers.map(({ api }) =>
        untilAnswered(() => api.post('/driver/duty', { duty }, z.unknown()), stop.signal),
      ),
    );
  await setDuty('on');
  const world = createWorld({
    network: loadRoadNetwork(),
    random,
    startMs: Date.now(),
    drivers: drivers.length,
    customers: 0,
    ticketsPerMinute: 0,
  });

  const sentAt = new Map<string, number>();
  let counting = false;
  let sent = 0;
  const drive = async (index: number, endMs: number): Promise<void> => {
    const [account, driver] = [drivers[index], world.drivers[index]];
    if (account === undefined || driver === undefined) return;
    await pause((index / drivers.length) * 1_000, stop.signal);
    while (Date.now() < endMs) {
      const now = Date.now();
      driver.step(now);
      const { ticket_id: _none, ...fix } = driver.read(now);
      if (counting) {
        sentAt.set(`${account.driverId}@${Date.parse(fix.recorded_at)}`, now);
        sent += 1;
      }
      await account.api.post('/driver/location', fix, one(LocationResponse));
      await pause(Math.max(0, now + 1_000 - Date.now()), stop.signal);
    }
  };
  const endMs = Date.now() + SETTLE_MS + seconds * 1_000;
  const driving = drivers.map((_, index) => drive(index, endMs));
  await pause(SETTLE_MS, stop.signal);
  counting = true;
  await Promise.all(driving);

  const read = async () => Seen.parse(await page.evaluate(() => Reflect.get(globalThis, 'calloutSeen')));
  const latencies = new Map<string, number>();
  for (const lateAt = Date.now() + LATE_MS; ;) {
    for (const [id, recordedAt, drawnAt] of await read()) {
      const key = `${id}@${Math.round(recordedAt)}`;
      const postedAt = sentAt.get(key);
      if (postedAt !== undefined && !latencies.has(key)) latencies.set(key, drawnAt - postedAt);
    }
    if (latencies.size === sentAt.size || Date.now() > lateAt) break;
    await pause(100, stop.signal);
  }
  // Whoever uses the same stack next must not find these drivers nearest.
  await setDuty('off');
  stop.abort();
  return {
    drivers: drivers.length,
    rateHz: 1,
    seconds,
    sent,
    ms: percentiles([...latencies.values()]),
    unseen: sentAt.size - latencies.size,
  };
}
