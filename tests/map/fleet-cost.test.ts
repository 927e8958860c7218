import type { Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { serveBenchPages, type BenchPages } from '#tools/bench/map/bench-pages.ts';
import { launchPlain } from '#tools/bench/map/browsers.ts';
import { fleetCost } from '#tools/bench/map/fleet-cost.ts';
import { domNodes } from '#tools/bench/map/footprint.ts';

// The short form of `npm run bench -- map`: ratios within one run, so that it may run on any machine.
vi.setConfig({ testTimeout: 90_000 });

const VEHICLES = 1_000;
/** On two idle cores it is about 10. */
const MIN_RATIO = 4;

let pages: BenchPages;
let browser: Browser;
beforeAll(async () => {
  [pages, browser] = await Promise.all([serveBenchPages(), launchPlain()]);
});
afterAll(async () => {
  await browser?.close();
  await pages?.close();
});

it('costs the page a fraction of what one Leaflet marker for each vehicle costs', async () => {
  const options = { pages, windows: 2, seconds: 1 };
  const page = { browser, hover: false, parameters: { vehicles: VEHICLES, renderer: 'worker' } };
  const ours = await fleetCost({ ...page, name: 'ours', page: 'fleet-page' }, options);
  const markers = await fleetCost({ ...page, name: 'markers', page: 'marker-page' }, options);
  expect(ours.windows.every(({ drawn }) => drawn > 0)).toBe(true);
  expect(markers.taskMs / ours.taskMs).toBeGreaterThan(MIN_RATIO);
});

it('has no more elements on the page for a thousand vehicles than for ten', async () => {
  expect(await domNodes(browser, pages, VEHICLES)).toBe(await domNodes(browser, pages, 10));
});
