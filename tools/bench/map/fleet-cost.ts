import type { Browser } from '@playwright/test';
import { median } from '../verdict.ts';
import type { BenchPages, PageName } from './bench-pages.ts';
import { openMeter, type ThreadUse } from './page-meter.ts';

export interface FleetCase {
  readonly name: string;
  readonly browser: Browser;
  readonly page: PageName;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** A mouse that moves all the time. */
  readonly hover: boolean;
}

export interface FleetCost {
  readonly name: string;
  readonly scriptMs: number;
  readonly taskMs: number;
  readonly taskMsPerSecond: number;
  readonly framesPerSecond: number;
  /** Of 120 frames of a 60 Hz display, those that passed without a new picture of the fleet. */
  readonly droppedOf120: number;
  /** Of 120 animation frames, those that came more than 25 ms after the one before. */
  readonly lateOf120: number;
  readonly windows: readonly ThreadUse[];
}

export interface FleetCostOptions {
  readonly pages: BenchPages;
  readonly windows: number;
  readonly seconds: number;
}

const SETTLE_SECONDS = 3;

/** Medians over windows of one page in a renderer process of its own; script and task time are for one frame. */
export async function fleetCost(of: FleetCase, options: FleetCostOptions): Promise<FleetCost> {
  const meter = await openMeter(of.browser, options.pages.url(of.page, of.parameters));
  try {
    await meter.settle(SETTLE_SECONDS);
    const windows: ThreadUse[] = [];
    for (let window = 0; window < options.windows; window += 1)
      windows.push(await meter.use(options.seconds, of.hover));
    const middle = (value: (use: ThreadUse) => number): number => median(windows.map(value));
    return {
      name: of.name,
      scriptMs: middle((use) => use.scriptMs / use.frames),
      taskMs: middle((use) => use.taskMs / use.frames),
      taskMsPerSecond: middle((use) => (use.taskMs / use.wallMs) * 1_000),
      framesPerSecond: middle((use) => (use.frames / use.wallMs) * 1_000),
      droppedOf120: middle((use) => 120 * (1 - use.drawn / (use.frames + use.missed))),
      lateOf120: middle((use) => (120 * use.late) / use.frames),
      windows,
    };
  } finally {
    await meter.close();
  }
}
