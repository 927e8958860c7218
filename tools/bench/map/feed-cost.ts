import type { Browser } from '@playwright/test';
import { z } from 'zod';
import { percentiles } from '../percentiles.ts';
import { median } from '../verdict.ts';
import { startFleetBroker } from './fleet-broker.ts';
import { openMeter, type PageMeter, type ThreadUse } from './page-meter.ts';
import type { FleetCostOptions } from './fleet-cost.ts';

const Latencies = z.array(z.object({ fromMessageMs: z.number(), fromServerMs: z.number() }));
const SETTLE_SECONDS = 4;

/** Main-thread ms a second at one update a second of each vehicle, from a server through Echo. */
export async function feedCost(vehicles: number, browser: Browser, options: FleetCostOptions) {
  const broker = startFleetBroker(options.pages.server, vehicles);
  const visit = async <T>(
    more: Readonly<Record<string, number | string>>,
    look: (meter: PageMeter) => Promise<T>,
  ): Promise<T> => {
    const url = options.pages.url('feed-page', { vehicles, ...more });
    const meter = await openMeter(browser, url);
    try {
      await meter.settle(SETTLE_SECONDS);
      return await look(meter);
    } finally {
      await meter.close();
    }
  };
  const windowsOf = async (meter: PageMeter) => {
    const windows: ThreadUse[] = [];
    for (let window = 0; window < options.windows; window += 1)
      windows.push(await meter.use(options.seconds));
    return windows;
  };
  try {
    const alone = await visit({}, windowsOf);
    const drawing = await visit({ draw: 1, renderer: 'worker' }, windowsOf);
    const latencies = await visit({ draw: 1, renderer: 'worker', marks: 1 }, async (meter) => {
      await meter.ask('latencies', Latencies); // those of the start are not looked at
      await meter.use(options.windows * options.seconds);
      return meter.ask('latencies', Latencies);
    });
    const perSecond = (value: number, { wallMs }: ThreadUse): number => (value / wallMs) * 1_000;
    const rates = (windows: readonly ThreadUse[]) => ({
      updatesPerSecond: median(windows.map((use) => perSecond(use.stored, use))),
      scriptMsPerSecond: median(windows.map((use) => perSecond(use.scriptMs, use))),
      taskMsPerSecond: median(windows.map((use) => perSecond(use.taskMs, use))),
    });
    return {
      alone: rates(alone),
      drawing: rates(drawing),
      fromMessage: percentiles(latencies.map(({ fromMessageMs }) => fromMessageMs)),
      fromServer: percentiles(latencies.map(({ fromServerMs }) => fromServerMs)),
    };
  } finally {
    await broker.close();
  }
}
