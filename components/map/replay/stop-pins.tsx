'use client';

import { writeDuration } from '#components/dispatch/measures.ts';
import { writeMinute } from '#components/replay/replay-time.ts';
import type { TrackStop } from '#lib/domain/track-summary.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import { MapPin } from '../tickets/map-pin.tsx';

/** The stops of a track, numbered in their order, with how long each took; one leads to its moment. */
export function StopPins({
  stops,
  onSelect,
}: {
  readonly stops: readonly TrackStop[];
  readonly onSelect: (atMs: number) => void;
}) {
  return stops.map((stop, index) => (
    <StopPin key={stop.fromMs} stop={stop} number={index + 1} onSelect={onSelect} />
  ));
}

function StopPin({
  stop: { latitude, longitude, fromMs, toMs },
  number,
  onSelect,
}: {
  readonly stop: TrackStop;
  readonly number: number;
  readonly onSelect: (atMs: number) => void;
}) {
  const duration = writeDuration(toMs - fromMs);
  return (
    <MapPin
      latitude={latitude}
      longitude={longitude}
      label={words.stop(number, duration, writeMinute(fromMs))}
      onSelect={() => onSelect(fromMs)}
    >
      <span className="absolute top-1/2 left-1/2 flex -translate-x-3 -translate-y-1/2 items-center rounded-full border border-surface bg-ink pe-2 text-xs font-medium whitespace-nowrap text-surface shadow-panel">
        <span className="flex size-6 items-center justify-center rounded-full bg-surface text-[11px] font-semibold text-ink ring-2 ring-ink ring-inset">
          {number}
        </span>
        <span className="ps-1.5">{duration}</span>
      </span>
    </MapPin>
  );
}
