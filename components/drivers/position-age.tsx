'use client';

import { writeDuration } from '#components/dispatch/measures.ts';
import { useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { connectivity } from '#lib/domain/connectivity.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { NoSignalMark } from './driver-mark.tsx';

/** How old a driver's position is; too old says so with a shape. */
export function PositionAge({ driverId }: { readonly driverId: number }) {
  const nowMs = useServerNowMs(1_000);
  const { fleet } = useLiveStore();
  const place = fleet.position(driverId);
  if (place === null) return <>{words.noPosition}</>;
  const ageMs = Math.max(0, nowMs - place.recordedAtMs);
  if (connectivity(ageMs, fleet.limits, place.reportingIntervalMs) !== 'live')
    return <NoSignalMark duration={writeDuration(ageMs)} />;
  // Seconds that tick tell nothing: a fix this young is as good as now.
  return (
    <span className="text-ink tabular-nums">
      {ageMs < JUST_NOW_MS ? words.seenNow : words.lastSeen(writeDuration(ageMs))}
    </span>
  );
}

export const JUST_NOW_MS = 10_000;
