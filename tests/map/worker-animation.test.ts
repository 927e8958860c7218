import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { COLOUR, FRAME, openStage, worldAt, type OpenStage } from './open-stage.ts';

/** A view that stays is animated by the worker alone, on a canvas that the page has given away. */

const [AVAILABLE, OFFERED] = COLOUR.looks;
const { timeMs } = FRAME;
const FROM_X = 100;
const PX_PER_MS = 0.02;
const GLIDE_MS = 25_000;
const gliding = (y: number, status = 0) => ({
  fixes: [
    { ...worldAt(FROM_X, y), playAt: timeMs, heading: 0 },
    { ...worldAt(FROM_X + GLIDE_MS * PX_PER_MS, y), playAt: timeMs + GLIDE_MS, heading: 0 },
  ],
  status,
});

vi.setConfig({ testTimeout: 60_000 });

let stage: OpenStage;
/** How long after `timeMs` the canvas came live. */
let liveMs = 0;
beforeAll(async () => {
  stage = await openStage(['components/map/vehicles/blit/fleet-worker.ts']);
});
afterAll(() => stage?.close());
beforeEach(async () => {
  await stage.on('open', 'animating worker');
  await stage.on('vehicles', [gliding(100)]);
  liveMs = await stage.on('animateUntilLive', FRAME);
});

const placeOf = async (colour: string): Promise<number> => (await stage.on('find', colour)).x;
/** A busy machine may take its time, so it is asked until it is so; what never comes true fails by the time limit. */
const until = (check: () => Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000 });

it('goes on while the page does nothing', async () => {
  const before = await placeOf(AVAILABLE);
  await until(async () => {
    await stage.on('wait', 100);
    expect((await placeOf(AVAILABLE)) - before).toBeGreaterThan(500 * PX_PER_MS);
  });
  expect(await stage.on('lost')).toEqual([]);
});

it('shows what changes while it goes on', async () => {
  await stage.on('vehicles', [gliding(200, 1)]);
  await until(async () => {
    await stage.on('animate', { ...FRAME, timeMs: timeMs + liveMs }, 100);
    const found = await stage.on('find', OFFERED);
    expect(Math.abs(found.y - 200)).toBeLessThan(1);
    expect((await stage.on('find', AVAILABLE)).count).toBe(0);
  });
  expect(await stage.on('isLive')).toBe(true);
});

it('follows a clock that was corrected', async () => {
  await until(async () => {
    await stage.on('animate', { ...FRAME, timeMs: timeMs + 8_000 }, 100);
    expect(await placeOf(AVAILABLE)).toBeGreaterThan(FROM_X + 8_000 * PX_PER_MS - 1);
  });
  expect(await stage.on('isLive')).toBe(true);
});

it('gives a view that moves back to the page, and takes the new one when it stays', async () => {
  const moved = { ...FRAME, worldLeft: worldAt(60, 0).x };
  await stage.on('draw', { ...moved, timeMs: timeMs + 1_000 });
  expect(await stage.on('isLive')).toBe(false);
  expect((await stage.on('shown')).worldLeft).toBe(moved.worldLeft);
  expect(await placeOf(AVAILABLE)).toBeCloseTo(FROM_X - 60 + 1_000 * PX_PER_MS, 0);
  await stage.on('animateUntilLive', { ...moved, timeMs: timeMs + 1_000 });
  expect((await stage.on('shown')).worldLeft).toBe(moved.worldLeft);
  await until(async () => {
    await stage.on('wait', 100);
    expect(await placeOf(AVAILABLE)).toBeGreaterThan(FROM_X - 60 + 2_000 * PX_PER_MS);
  });
});

it('stands when the page says that nothing moves', async () => {
  await stage.on('rest');
  await until(async () => {
    const before = await placeOf(AVAILABLE);
    await stage.on('wait', 500);
    expect(await placeOf(AVAILABLE)).toBe(before);
  });
});
