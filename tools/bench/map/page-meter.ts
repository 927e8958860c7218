import { setTimeout as wait } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { z } from 'zod';
import { VIEW } from './pages/seeded-fleet.ts';

/** What the main thread of a page did for a while. */
export interface ThreadUse {
  readonly wallMs: number;
  readonly frames: number;
  readonly drawn: number;
  readonly late: number;
  readonly missed: number;
  /** CDP `ScriptDuration` and `TaskDuration` in CPU time: all of the thread's work, and its part in scripts. */
  readonly scriptMs: number;
  readonly taskMs: number;
  readonly styleMs: number;
  readonly layoutMs: number;
  readonly stored: number;
}

/** A page under measurement in a renderer process of its own. */
export interface PageMeter {
  readonly page: Page;
  ask<T>(question: string, schema: z.ZodType<T>): Promise<T>;
  /** Resolves when the page has drawn, has been fed and has had time to become fast. */
  settle(seconds: number): Promise<void>;
  /** A window of time; a page that is slow gets longer, until it has drawn a few frames. */
  use(seconds: number, hover?: boolean): Promise<ThreadUse>;
  /** Bytes of the heap and of what its array buffers hold, after a full collection. */
  heapBytes(): Promise<number>;
  /** Nodes as the browser counts them, detached ones too. */
  browserNodes(): Promise<number>;
  close(): Promise<void>;
}

const Frames = z.object({ frames: z.number(), drawn: z.number(), late: z.number(), missed: z.number() });
const MOUSE_MS = 15;
const MIN_FRAMES = 6;
const MAX_WAIT_MS = 20_000;
const NONE = { frames: 0, drawn: 0, late: 0, missed: 0 };

export async function openMeter(browser: Browser, url: string): Promise<PageMeter> {
  const context = await browser.newContext({
    viewport: { width: VIEW.widthPx, height: VIEW.heightPx },
    deviceScaleFactor: 1,
  });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(url);
  const isUp = () => Reflect.has(globalThis, 'bench');
  // Not by frames: those of a page that is drawn without a graphics card may be seconds apart.
  const ready = page.waitForFunction(isUp, undefined, { timeout: 60_000, polling: 200 });
  await ready.catch((cause: unknown) => {
    throw new Error(`The page did not come up. ${errors.join(' ')}`, { cause });
  });
  const cdp = await context.newCDPSession(page);
  // Ticks of the thread, not of the clock on the wall: whoever else uses the machine is not counted.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });

  const ask = async <T>(question: string, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await page.evaluate(`globalThis.bench[${JSON.stringify(question)}]?.()`));
  const read = async () => {
    const metrics = await metricsOf(cdp);
    const frames = (await ask('frames', Frames.optional())) ?? NONE;
    const ms = (name: string): number => (metrics.get(name) ?? 0) * 1_000;
    return {
      wallMs: performance.now(),
      ...frames,
      ...{ scriptMs: ms('ScriptDuration'), taskMs: ms('TaskDuration') },
      ...{ styleMs: ms('RecalcStyleDuration'), layoutMs: ms('LayoutDuration') },
      stored: await ask('stored', z.number()),
    };
  };

  return {
    page,
    ask,
    async settle(seconds) {
      const endMs = performance.now() + seconds * 1_000;
      for (const giveUpMs = endMs + MAX_WAIT_MS; performance.now() < giveUpMs; await wait(100)) {
        const { drawn, frames } = await read();
        if (performance.now() >= endMs && (drawn >= 2 || frames === 0)) return;
      }
    },
    async use(seconds, hover = false) {
      const before = await read();
      const endMs = performance.now() + seconds * 1_000;
      let after = before;
      do {
        if (hover) await moveMouse(page, performance.now());
        await wait(hover ? MOUSE_MS : Math.min(500, Math.max(0, endMs - performance.now())));
        if (performance.now() >= endMs) after = await read();
      } while (
        performance.now() < endMs ||
        (before.frames > 0 &&
          after.frames - before.frames < MIN_FRAMES &&
          performance.now() < endMs + MAX_WAIT_MS)
      );
      const since = (name: keyof ThreadUse): number => after[name] - before[name];
      return {
        ...{ wallMs: since('wallMs'), frames: since('frames'), drawn: since('drawn') },
        ...{ late: since('late'), missed: since('missed'), stored: since('stored') },
        ...{ scriptMs: since('scriptMs'), taskMs: since('taskMs') },
        ...{ styleMs: since('styleMs'), layoutMs: since('layoutMs') },
      };
    },
    async heapBytes() {
      await cdp.send('HeapProfiler.collectGarbage');
      const usage = HeapUsage.parse(await cdp.send('Runtime.getHeapUsage'));
      return usage.usedSize + (usage.backingStorageSize ?? 0);
    },
    browserNodes: async () => (await metricsOf(cdp)).get('Nodes') ?? Number.NaN,
    close: () => context.close(),
  };
}

/** Across the map and back, through vehicles and gaps. */
const moveMouse = (page: Page, nowMs: number): Promise<void> =>
  page.mouse.move(
    VIEW.widthPx * (0.5 + 0.4 * Math.sin(nowMs / 1_700)),
    VIEW.heightPx * (0.5 + 0.4 * Math.sin(nowMs / 1_100)),
  );

const HeapUsage = z.object({ usedSize: z.number(), backingStorageSize: z.number().optional() });

async function metricsOf(cdp: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
}
