import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { FRAME, openStage, worldAt, type OpenStage } from './open-stage.ts';
import { seededRandom, seedVehicles } from './seeded-vehicles.ts';

// A graphics card computed on a busy machine's processor takes its time.
vi.setConfig({ testTimeout: 60_000 });

let stage: OpenStage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage?.close());
beforeEach(() => stage.on('open', 'webgl'));

it('shows the same picture again after the context was lost and given back', async () => {
  const frame = { ...FRAME, selectedRow: 5 };
  await stage.on('vehicles', seedVehicles(frame, seededRandom(3)));
  await stage.on('label', [{ row: 5, key: 'a', colour: '#101010', width: 40, height: 20 }]);
  await stage.on('draw', frame);
  const before = await stage.on('picture');
  await stage.on('loseContext', true);
  expect(await stage.on('picture')).toBe(before);
  // And it goes on: what is touched from here on is drawn.
  await stage.on('vehicles', [{ fixes: [{ ...worldAt(500, 300), playAt: frame.timeMs }] }]);
  await stage.on('draw', frame);
  expect(await stage.on('picture')).not.toBe(before);
  expect(await stage.on('lost')).toEqual([]);
});

it('gives up, once, when the context does not come back', async () => {
  await stage.on('loseContext', false);
  await expect
    .poll(() => stage.on('lost'), { timeout: 10_000 })
    .toEqual(['the graphics context did not come back']);
  await stage.on('close');
  await stage.on('close');
  expect(await stage.on('lost')).toHaveLength(1);
});
