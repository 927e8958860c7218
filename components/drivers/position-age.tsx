'use client';

import { writeDuration } from '#components/dispatch/measures.ts';
import { useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { connectivity } from '#lib/domain/connectivity.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { NoSignalMark } from './driver-mark.tsx';

/** How old a driver's position is; too old says so with a shape. */
export function PositionAge({ driverId }: { readonly driverId: number }) {
  const nowMs = useServerNowMs(1_000);
  const place = useLiveStore().fleet.position(driverId);
  if (place === null) return <>{words.noPosition}</>;
  const ageMs = Math.max(0, nowMs - place.recordedAtMs);
  if (connectivity(ageMs) !== 'live') return <NoSignalMark duration={writeDuration(ageMs)} />;
  return <span className="text-ink tabular-nums">{words.lastSeen(writeDuration(ageMs))}</span>;
}
