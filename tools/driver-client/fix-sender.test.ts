import { describe, expect, it } from 'vitest';
import type { Fix } from '#lib/protocol/fix.ts';
import { backoffMs, CAP_MS } from './backoff.ts';
import { createFixSender, MAX_QUEUED } from './fix-sender.ts';
import { RestError } from './rest-client.ts';

const fix = (second: number): Fix => ({
  latitude: 57.7,
  longitude: 11.97,
  recorded_at: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString(),
});
const never = new AbortController().signal;

describe('the fix sender', () => {
  it('sends in order, at most 100 in one call, one call at a time', async () => {
    const calls: number[] = [];
    let open = 0;
    const sender = createFixSender(async (fixes) => {
      expect((open += 1)).toBe(1);
      await Promise.resolve();
      calls.push(fixes.length);
      open -= 1;
    }, never);
    sender.hold(true);
    for (let second = 0; second < 250; second += 1) sender.push(fix(second));
    expect(sender.queued).toBe(250);
    sender.hold(false);
    await sender.drained();
    expect(calls).toEqual([100, 100, 50]);
    expect(sender.sent).toBe(250);
  });

  it('keeps what a passing failure did not take, and sends it again', async () => {
    const got: string[] = [];
    let failures = 2;
    const sender = createFixSender(async (fixes) => {
      if (failures > 0) {
        failures -= 1;
        throw new RestError(503, 'unavailable', 'The database is away.', null);
      }
      got.push(...fixes.map((one) => one.recorded_at));
    }, never);
    sender.push(fix(1));
    await sender.drained();
    expect(got).toEqual([fix(1).recorded_at]);
    expect(sender.dropped).toBe(0);
  });

  it('drops what the server will never take, and goes on', async () => {
    const got: string[] = [];
    const sender = createFixSender(async (fixes) => {
      if (fixes.some((one) => one.recorded_at === fix(1).recorded_at)) {
        throw new RestError(422, 'invalid', 'No fix is usable.', null);
      }
      got.push(...fixes.map((one) => one.recorded_at));
    }, never);
    sender.push(fix(1));
    await sender.drained();
    sender.push(fix(2));
    await sender.drained();
    expect(got).toEqual([fix(2).recorded_at]);
    expect(sender.dropped).toBe(1);
  });

  it('is bounded: the oldest fixes go first', () => {
    const sender = createFixSender(() => Promise.resolve(), never);
    sender.hold(true);
    for (let second = 0; second < MAX_QUEUED + 5; second += 1) sender.push(fix(second));
    expect(sender.queued).toBe(MAX_QUEUED);
    expect(sender.dropped).toBe(5);
  });
});

describe('backoff', () => {
  it('spreads over the whole range and never passes its cap', () => {
    expect(backoffMs(0, () => 0)).toBe(0);
    expect(backoffMs(1, () => 0.5)).toBe(300);
    expect(backoffMs(50, () => 0.999_999)).toBeLessThan(CAP_MS);
  });
});
