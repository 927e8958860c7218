import type { Browser } from '@playwright/test';
import { z } from 'zod';
import type { BenchPages } from './bench-pages.ts';
import { openMeter, type PageMeter } from './page-meter.ts';

const Bytes = z.object({ perRow: z.number(), held: z.number(), rows: z.number() });
const SETTLE_SECONDS = 3;
/** Until then the compiler, the caches of names and the rings of fixes still fill. */
const WARM_SECONDS = 15;

async function onFleet<T>(
  browser: Browser,
  pages: BenchPages,
  vehicles: number,
  look: (meter: PageMeter) => Promise<T>,
): Promise<T> {
  const meter = await openMeter(browser, pages.url('fleet-page', { vehicles, renderer: 'worker' }));
  try {
    await meter.settle(SETTLE_SECONDS);
    return await look(meter);
  } finally {
    await meter.close();
  }
}

/** Elements of the document with this many vehicles on the map. */
export const domNodes = (browser: Browser, pages: BenchPages, vehicles: number): Promise<number> =>
  onFleet(browser, pages, vehicles, (meter) => meter.ask('nodes', z.number()));

/** What the fleet's columns hold, and how long it takes to find what is under the pointer. */
export const columnBytes = (browser: Browser, pages: BenchPages, vehicles: number) =>
  onFleet(browser, pages, vehicles, async (meter) => ({
    ...(await meter.ask('bytes', Bytes)),
    hitMs: await meter.ask('hitMs', z.number()),
  }));

/** Bytes by which the heap has grown, collected before and after, while the fleet drives. */
export const heapGrowth = (browser: Browser, pages: BenchPages, vehicles: number, minutes: number) =>
  onFleet(browser, pages, vehicles, async (meter) => {
    await meter.use(WARM_SECONDS, true);
    const before = await meter.heapBytes();
    const { stored, frames } = await meter.use(minutes * 60, true);
    return { grownBytes: (await meter.heapBytes()) - before, before, stored, frames };
  });
