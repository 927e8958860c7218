'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { createPositionReporter, OFF_REPORT, type PositionReport } from '#lib/realtime/position-reporter.ts';
import { sendFixes } from '#lib/realtime/send-fixes.ts';

export interface PositionReporting {
  readonly report: PositionReport;
  readonly retry: () => void;
  /** Resolves when nothing waits any more, or after the time allowed. */
  readonly drained: (timeoutMs: number) => Promise<boolean>;
}

/** Reads and sends the position while the driver is on duty; what waits is sent in any case. */
export function usePositionReporter(
  driverId: number,
  onDuty: boolean,
  ticketId: number | null,
): PositionReporting {
  const { clock } = useLiveStore();
  const [reporter] = useState(() =>
    createPositionReporter({ driverId, send: sendFixes, serverNowMs: () => clock.nowMs() }),
  );

  useEffect(() => {
    reporter.open();
    return () => reporter.close();
  }, [reporter]);

  useEffect(() => {
    if (!onDuty) return;
    reporter.start();
    return () => reporter.stop();
  }, [reporter, onDuty]);

  useEffect(() => {
    reporter.setTicket(ticketId);
  }, [reporter, ticketId]);

  const report = useSyncExternalStore(reporter.subscribe, reporter.getReport, () => OFF_REPORT);
  return { report, retry: reporter.retry, drained: reporter.drained };
}
