'use client';

import { useCallback } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import type { LocateDriver } from './driver-place.ts';

/** Looks up newest fixes without subscribing to them: lists renew themselves by the clock. */
export function useLocateDriver(): LocateDriver {
  const { fleet } = useLiveStore();
  return useCallback((driverId) => fleet.position(driverId), [fleet]);
}
