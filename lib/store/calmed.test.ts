import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { calmed } from './calmed.ts';
import { createSubject } from './observable.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('tells the first change at once and the last of the others at the end of the interval', () => {
  const source = createSubject(0);
  const calm = calmed(source, 250);
  const seen: number[] = [];
  calm.subscribe(() => seen.push(calm.get()));
  for (const value of [1, 2, 3]) source.set(value);
  expect(seen).toEqual([1]);
  vi.advanceTimersByTime(250);
  expect(seen).toEqual([1, 3]);
  vi.advanceTimersByTime(1_000);
  source.set(4);
  expect(seen).toEqual([1, 3, 4]);
});

it('keeps nothing running and nothing old when nobody listens', () => {
  const source = createSubject(0);
  const calm = calmed(source, 250);
  const stop = calm.subscribe(() => undefined);
  source.set(1);
  source.set(2);
  stop();
  expect(vi.getTimerCount()).toBe(0);
  expect(calm.get()).toBe(2);
});
