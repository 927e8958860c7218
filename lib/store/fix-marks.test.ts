import { expect, it, vi } from 'vitest';
import { createFixMarks, FIX_DRAWN, FIX_STORED } from './fix-marks.ts';
import { fixtureBatch } from './fixtures.ts';

function open() {
  const mark = vi.fn();
  const timeline = Object.assign(Object.create(performance), { mark, clearMarks: vi.fn() });
  const marks = createFixMarks(timeline);
  const told = () => mark.mock.calls.map(([name, { detail }]) => [name, detail.at]);
  return { marks, told };
}

it('marks the newest batch that is on the screen, though newer ones are stored already', () => {
  const { marks, told } = open();
  for (const version of [1, 2, 3]) marks.stored(fixtureBatch(version * 100, [{ id: 1 }]), 1, version);
  marks.drawn(2);
  marks.drawn(2);
  marks.drawn(3);
  expect(told()).toEqual([
    [FIX_STORED, 100],
    [FIX_STORED, 200],
    [FIX_STORED, 300],
    [FIX_DRAWN, 200],
    [FIX_DRAWN, 300],
  ]);
});

it('keeps few batches while nothing is drawn', () => {
  const { marks, told } = open();
  for (let version = 1; version <= 10_000; version += 1)
    marks.stored(fixtureBatch(version, [{ id: 1 }]), 1, version);
  marks.drawn(9_000);
  expect(told().at(-1)).toEqual([FIX_STORED, 10_000]);
  marks.drawn(10_000);
  expect(told().at(-1)).toEqual([FIX_DRAWN, 10_000]);
});
