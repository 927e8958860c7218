'use client';

import { memo } from 'react';
import { writeSpeed } from '#components/dispatch/measures.ts';
import { speedColumns } from '#lib/domain/track-summary.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import type { TrackPlayback } from '#lib/store/track-playback.ts';
import { BAND_COLOURS, speedBand } from './speed-band.ts';

const COLUMNS = 180;
const HEIGHT = 40;
/** A standing vehicle leaves a trace too: an empty slice means that nothing was heard. */
const LEAST = 1.5;

/** The speed over the track's time, on the slider's scale and in the colours of the line. */
export const SpeedPlot = memo(function SpeedPlot({ playback }: { readonly playback: TrackPlayback }) {
  const columns = speedColumns(playback.track, playback.startMs, playback.endMs, COLUMNS);
  const top = Math.max(1, ...columns.map((speed) => speed ?? 0));
  return (
    <svg
      viewBox={`0 0 ${COLUMNS} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={words.plot(writeSpeed(top))}
      className="block h-9 w-full border-b border-line-strong rtl:-scale-x-100"
    >
      {columns.map((speed, column) => {
        if (speed === null) return null;
        const height = Math.max(LEAST, (speed / top) * (HEIGHT - 2));
        return (
          <rect
            key={column}
            x={column}
            width={1.02}
            y={HEIGHT - height}
            height={height}
            fill={`var(--${BAND_COLOURS[speedBand(speed)]})`}
          />
        );
      })}
    </svg>
  );
});
