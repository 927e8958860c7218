import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DESK_DROPS, type DeskCounts, type DeskDrop } from '#lib/protocol/desk-counts.ts';
import { startDropReport } from './report-drops.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function open() {
  const totals: Record<DeskDrop, number> = {
    ...{ fixes_repeated: 0, fixes_older: 0, fixes_future: 0 },
    ...{ fixes_invalid: 0, fixes_unknown_driver: 0, events_bad: 0 },
  };
  const sent: DeskCounts[] = [];
  let fails = 0;
  const report = startDropReport({
    read: () => totals,
    send: async (counts) => {
      if (fails-- > 0) throw new Error('away');
      sent.push(counts);
    },
    random: () => 0.5,
  });
  return { totals, sent, report, failNext: (count: number) => (fails = count) };
}

describe('the report of drops', () => {
  it('says nothing while nothing was dropped, then only what is new', async () => {
    const { totals, sent } = open();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toEqual([]);
    totals.fixes_older = 4;
    await vi.advanceTimersByTimeAsync(60_000);
    totals.fixes_older = 6;
    totals.events_bad = 1;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toEqual([{ fixes_older: 4 }, { fixes_older: 2, events_bad: 1 }]);
  });

  it('loses nothing when a report is not taken', async () => {
    const { totals, sent, failNext } = open();
    totals.fixes_future = 3;
    failNext(2);
    await vi.advanceTimersByTimeAsync(180_000);
    expect(sent).toEqual([{ fixes_future: 3 }]);
  });

  it('stays within what one report may say', async () => {
    const { totals, sent } = open();
    totals.fixes_invalid = 1_500_000;
    await vi.advanceTimersByTimeAsync(120_000);
    expect(sent).toEqual([{ fixes_invalid: 1_000_000 }, { fixes_invalid: 500_000 }]);
    expect(DESK_DROPS).toContain('fixes_invalid');
  });

  it('ends with the page', async () => {
    const { totals, sent, report } = open();
    totals.events_bad = 1;
    report.close();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(sent).toEqual([]);
  });
});
