import type { Page } from '@playwright/test';
import type { FleetFrame } from '#components/map/vehicles/fleet-renderer.ts';
import { openBundledPage } from '#tests/support/bundle-page.ts';
import { launchWebglBrowser } from '#tests/support/webgl-browser.ts';
import type { Stage } from './fleet-stage-page.ts';

/** Colours that no blending of others gives. */
export const COLOUR = {
  looks: ['0,160,0', '192,128,0', '32,64,192', '96,96,96', '255,255,255'],
  accent: '255,0,255',
} as const;

const STYLE = `body { margin: 0 } canvas { display: block }
:root { --driver-available: #00a000; --driver-offered: #c08000; --driver-busy: #2040c0; --driver-off: #606060;
  --driver-stale: #909090; --accent: #f0f; --surface: #fff }`;

export interface OpenStage {
  /** Calls a function of the page's stage. */
  on<K extends keyof Stage>(name: K, ...args: Parameters<Stage[K]>): Promise<Awaited<ReturnType<Stage[K]>>>;
  readonly page: Page;
  close(): Promise<void>;
}

export async function openStage(workers: readonly string[] = []): Promise<OpenStage> {
  const browser = await launchWebglBrowser();
  const page = await browser.newPage({ viewport: { width: 700, height: 500 }, colorScheme: 'light' });
  await openBundledPage(page, 'tests/map/fleet-stage-page.ts', { workers, style: STYLE });
  await page.waitForFunction(() => 'stage' in window);
  return {
    page,
    on: (name, ...args) =>
      page.evaluate(
        ([name, args]) => {
          const stage = Reflect.get(window, 'stage') as Record<string, (...args: unknown[]) => never>;
          return stage[name]!(...args);
        },
        [name as string, args as unknown[]] as const,
      ),
    close: () => browser.close(),
  };
}

/** Zoom 19 somewhere in Gothenburg. */
export const FRAME: FleetFrame = {
  worldLeft: 2_290_000_000.5,
  worldTop: 1_330_000_000.25,
  scale: 1 / 32,
  widthPx: 700,
  heightPx: 500,
  ratio: 1,
  // Thirty-four days after the columns' base.
  timeMs: 3_000_000_000,
  still: false,
  markerScale: 1,
  selectedRow: -1,
  look: -1,
  staleAfterMs: 60_000,
  lostAfterMs: 600_000,
};

/** A place on the frame's canvas, CSS pixels, in whole world units. */
export const worldAt = (x: number, y: number, frame: FleetFrame = FRAME): { x: number; y: number } => ({
  x: Math.round(frame.worldLeft + x / frame.scale),
  y: Math.round(frame.worldTop + y / frame.scale),
});
