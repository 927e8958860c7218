'use client';

import { clsx } from 'clsx';
import { writeDistance } from '#components/dispatch/measures.ts';
import { trackSummary } from '#lib/domain/track-summary.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import { useMemo } from 'react';
import { writeMinute } from './replay-time.ts';
import type { ReplayReady } from './replay-state.ts';

const BANDS = [
  ['slow', 'bg-speed-slow'],
  ['medium', 'bg-speed-medium'],
  ['fast', 'bg-speed-fast'],
] as const;

/** The ends of the time, the key to the colours, and the track in numbers. */
export function ReplaySummary({
  ready: { playback, stops, truncated },
  forTicket,
}: {
  readonly ready: ReplayReady;
  readonly forTicket: boolean;
}) {
  const { track, startMs, endMs } = playback;
  const { distanceM } = useMemo(() => trackSummary(track), [track]);
  return (
    <>
      <div className="-mt-1 flex flex-wrap items-center justify-between gap-x-4 text-xs text-muted tabular-nums">
        <span>{writeMinute(startMs)}</span>
        <span className="order-last flex w-full flex-wrap justify-between gap-x-4 desk:order-none desk:w-auto">
          <span>{words.summary(writeDistance(distanceM), stops.length, track.size)}</span>
          <span className="flex items-center gap-2.5">
            {BANDS.map(([band, colour]) => (
              <span key={band} className="flex items-center gap-1">
                <span className={clsx('h-1.5 w-3.5 rounded-full', colour)} />
                {words.bands[band]}
              </span>
            ))}
          </span>
        </span>
        <span>{writeMinute(endMs)}</span>
      </div>
      {truncated && (
        <p role="status" className="text-dense text-warn">
          {(forTicket ? words.truncatedTicket : words.truncated)(track.size, writeMinute(endMs))}
        </p>
      )}
    </>
  );
}
