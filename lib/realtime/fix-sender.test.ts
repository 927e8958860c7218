import { describe, expect, it } from 'vitest';
import type { Fix } from '#lib/protocol/fix.ts';
import type { QueuedFix, SendOutcome } from './fix-queue.ts';
import { createFixSender, type FixSender } from './fix-sender.ts';
import type { FixStorage } from './fix-storage.ts';

const START_MS = Date.parse('2026-11-21T10:00:00.000Z');

const fixAt = (atMs: number): Fix => ({
  latitude: 57.7,
  longitude: 11.97,
  recorded_at: new Date(atMs).toISOString(),
});

/** A device: its storage outlives the senders, its clock and network are turned by hand. */
function device() {
  const rows = new Map<number, QueuedFix>();
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const calls: { readonly fixes: readonly Fix[]; readonly answer: (outcome: SendOutcome) => void }[] = [];
  let nowMs = START_MS;
  let storageWorks = true;

  const storage = (): FixStorage => ({
    load: () => Promise.resolve([...rows.values()].sort((a, b) => a.recordedAtMs - b.recordedAtMs)),
    put: async (fix) => {
      if (!storageWorks) throw new Error('quota');
      rows.set(fix.recordedAtMs, fix);
    },
    remove: async (keys) => {
      for (const key of keys) rows.delete(key);
    },
    close: () => undefined,
  });

  return {
    rows,
    calls,
    breakStorage: () => (storageWorks = false),
    async open(): Promise<FixSender> {
      const sender = createFixSender({
        storage: storage(),
        send: (fixes) => new Promise((answer) => calls.push({ fixes, answer })),
        nowMs: () => nowMs,
        random: () => 1,
        schedule: (delayMs, run) => {
          const timer = { atMs: nowMs + delayMs, run };
          timers.add(timer);
          return () => timers.delete(timer);
        },
      });
      await settled();
      return sender;
    },
    advance(ms: number) {
      nowMs += ms;
      for (const timer of [...timers]) {
        if (timer.atMs > nowMs || !timers.delete(timer)) continue;
        timer.run();
      }
    },
    pendingTimers: () => timers.size,
    async answer(outcome: SendOutcome) {
      const call = calls.at(-1);
      if (!call) throw new Error('no call is under way');
      call.answer(outcome);
      await settled();
    },
  };
}

/** Lets every promise that is already settled run its handlers. */
async function settled() {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

const stored = (count: number): SendOutcome => ({
  kind: 'answered',
  answer: { stored: count, duplicates: 0, rejected: [] },
});
const offline: SendOutcome = { kind: 'failed', retryAfterMs: null };

describe('fix sender', () => {
  it('sends a fix at once and forgets it when it is durable', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    expect(phone.calls).toHaveLength(1);
    expect(phone.rows.size).toBe(1);
    await phone.answer(stored(1));
    expect(sender.queue().fixes).toEqual([]);
    expect(phone.rows.size).toBe(0);
  });

  it('collects what is read during a call into the next one', async () => {
    const phone = device();
    const sender = await phone.open();
    for (let i = 0; i < 4; i += 1) {
      sender.add(fixAt(START_MS + i * 1_000));
      phone.advance(1_000);
    }
    expect(phone.calls.map((call) => call.fixes.length)).toEqual([1]);
    await phone.answer(stored(1));
    expect(phone.calls.map((call) => call.fixes.length)).toEqual([1, 3]);
  });

  it('sends a reading that came too soon when it is due', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    await phone.answer(stored(1));
    sender.add(fixAt(START_MS + 400));
    expect(phone.calls).toHaveLength(1);
    phone.advance(1_000);
    expect(phone.calls.at(-1)?.fixes).toEqual([fixAt(START_MS + 400)]);
    await phone.answer(stored(1));
    expect(phone.pendingTimers() + phone.rows.size + sender.queue().fixes.length).toBe(0);
  });

  it('comes back by itself after a failure, no earlier than the backoff', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    await phone.answer(offline);
    phone.advance(999);
    expect(phone.calls).toHaveLength(1);
    phone.advance(1);
    expect(phone.calls).toHaveLength(2);
    await phone.answer(stored(1));
    expect(sender.queue().fixes).toEqual([]);
  });

  it('keeps unsent fixes over a reload and sends them first', async () => {
    const phone = device();
    const first = await phone.open();
    first.add(fixAt(START_MS));
    phone.advance(1_000);
    first.add(fixAt(START_MS + 1_000));
    await phone.answer(offline);
    first.close();

    const second = await phone.open();
    expect(phone.calls.at(-1)?.fixes.map((fix) => Date.parse(fix.recorded_at) - START_MS)).toEqual([
      0, 1_000,
    ]);
    await phone.answer(stored(2));
    expect(second.queue().fixes).toEqual([]);
    expect(phone.rows.size).toBe(0);
  });

  it('drops and counts what the backend rejects', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    await phone.answer({
      kind: 'answered',
      answer: { stored: 0, duplicates: 0, rejected: [{ index: 0, code: 'too_old' }] },
    });
    expect(sender.queue()).toMatchObject({ fixes: [], rejected: 1 });
    expect(phone.rows.size).toBe(0);
  });

  it('tries at once when it is asked to', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    await phone.answer(offline);
    sender.retry();
    expect(phone.calls).toHaveLength(2);
  });

  it('says so when the browser keeps nothing, and sends all the same', async () => {
    const phone = device();
    phone.breakStorage();
    const sender = await phone.open();
    expect(sender.durable()).toBe(true);
    sender.add(fixAt(START_MS));
    await settled();
    expect(sender.durable()).toBe(false);
    expect(phone.calls).toHaveLength(1);
  });

  it('reports drained when the last fix is acknowledged, and gives up after the time allowed', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    const inTime = sender.drained(5_000);
    await phone.answer(stored(1));
    expect(await inTime).toBe(true);

    phone.advance(1_000);
    sender.add(fixAt(START_MS + 1_000));
    const late = sender.drained(5_000);
    phone.advance(5_000);
    expect(await late).toBe(false);
    expect(sender.queue().fixes).toHaveLength(1);
  });

  it('leaves no timer and sends nothing after close, however often it is closed', async () => {
    const phone = device();
    const sender = await phone.open();
    sender.add(fixAt(START_MS));
    await phone.answer(offline);
    sender.close();
    sender.close();
    sender.add(fixAt(START_MS + 1_000));
    expect(phone.pendingTimers()).toBe(0);
    phone.advance(60_000);
    expect(phone.calls).toHaveLength(1);
  });
});
