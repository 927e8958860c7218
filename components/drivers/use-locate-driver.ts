'use client';

import { useCallback } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { at, fixCount, newestRecordedMs } from '#lib/store/fleet-columns.ts';
import type { HearDriver, LocateDriver } from './driver-place.ts';

/** Looks up newest fixes without subscribing to them: lists renew themselves by the clock. */
export function useLocateDriver(): LocateDriver {
  const { fleet } = useLiveStore();
  return useCallback((driverId) => fleet.position(driverId), [fleet]);
}

/** The same for their age alone, straight from the columns: the whole fleet is gone through at a time. */
export function useHearDriver(): HearDriver {
  const { fleet } = useLiveStore();
  return useCallback(
    (driverId, nowMs) => {
      const row = fleet.rowOf(driverId);
      if (row === undefined || fixCount(at(fleet.columns.meta, row)) === 0) return null;
      return {
        recordedAtMs: newestRecordedMs(fleet.columns, row),
        connectivity: fleet.connectivityOf(row, nowMs),
      };
    },
    [fleet],
  );
}
