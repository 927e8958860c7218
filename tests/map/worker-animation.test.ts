import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { COLOUR, FRAME, openStage, worldAt, type OpenStage } from './open-stage.ts';

/** A view that stays is animated by the worker alone, on a canvas that the page has given away. */

const [AVAILABLE, OFFERED] = COLOUR.looks;
const { timeMs } = FRAME;
const FROM_X = 100;
const PX_PER_MS = 0.05;
const GLIDE_MS = 10_000;
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
/** The middle of a marker is found to a pixel, and the picture may be some frames old. */
const SLACK_PX = 10;

it('goes on while the page does nothing', async () => {
  const before = await placeOf(AVAILABLE);
  expect(before).toBeGreaterThan(FROM_X + liveMs * PX_PER_MS - SLACK_PX);
  await stage.on('wait', 1_000);
  const after = await placeOf(AVAILABLE);
  expect(after - before).toBeGreaterThan(1_000 * PX_PER_MS - SLACK_PX);
  expect(await stage.on('lost')).toEqual([]);
});

it('shows what changes while it goes on', async () => {
  await stage.on('vehicles', [gliding(200, 1)]);
  await stage.on('animate', { ...FRAME, timeMs: timeMs + liveMs }, 200);
  expect(await stage.on('isLive')).toBe(true);
  const found = await stage.on('find', OFFERED);
  expect(Math.abs(found.y - 200)).toBeLessThan(1);
  expect((await stage.on('find', AVAILABLE)).count).toBe(0);
});

it('follows a clock that was corrected', async () => {
  await stage.on('animate', { ...FRAME, timeMs: timeMs + 5_000 }, 200);
  expect(await placeOf(AVAILABLE)).toBeGreaterThan(FROM_X + 5_000 * PX_PER_MS);
});

it('gives a view that moves back to the page, and takes the new one when it stays', async () => {
  const moved = { ...FRAME, worldLeft: worldAt(60, 0).x };
  await stage.on('draw', { ...moved, timeMs: timeMs + 1_000 });
  expect(await stage.on('isLive')).toBe(false);
  expect((await stage.on('shown')).worldLeft).toBe(moved.worldLeft);
  expect(await placeOf(AVAILABLE)).toBeCloseTo(FROM_X - 60 + 1_000 * PX_PER_MS, 0);
  const againMs = await stage.on('animateUntilLive', { ...moved, timeMs: timeMs + 1_000 });
  expect((await stage.on('shown')).worldLeft).toBe(moved.worldLeft);
  expect(await placeOf(AVAILABLE)).toBeGreaterThan(FROM_X - 60 + (1_000 + againMs) * PX_PER_MS - SLACK_PX);
});

it('stands when the page says that nothing moves', async () => {
  await stage.on('rest');
  await stage.on('wait', 100);
  const rested = await placeOf(AVAILABLE);
  await stage.on('wait', 500);
  expect(await placeOf(AVAILABLE)).toBe(rested);
});
