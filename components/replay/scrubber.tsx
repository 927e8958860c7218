'use client';

import { useEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { TrackStop } from '#lib/domain/track-summary.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import type { TrackPlayback } from '#lib/store/track-playback.ts';
import { momentWords } from './moment-words.ts';
import { writeMoment } from './replay-time.ts';
import { shareOf, stepOfKey } from './scrubbing.ts';
import { SpeedPlot } from './speed-plot.tsx';
import { usePlayback } from './use-playback.ts';

/** The slider over the track's time, with its speeds below on the same scale. */
export function Scrubber({
  playback,
  stops,
}: {
  readonly playback: TrackPlayback;
  readonly stops: readonly TrackStop[];
}) {
  const { atMs, index } = usePlayback(playback);
  const { startMs, endMs, track } = playback;
  const scale = useRef<HTMLDivElement>(null);
  const spanMs = endMs - startMs;

  // The thumb moves with the vehicle, every frame, without React.
  useEffect(() => {
    const move = (nowMs: number) =>
      scale.current?.style.setProperty('--at', `${spanMs > 0 ? ((nowMs - startMs) / spanMs) * 100 : 0}%`);
    move(playback.get().atMs);
    return playback.onFrame(move);
  }, [playback, startMs, spanMs]);

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    else if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    playback.seek(startMs + shareOf(event.clientX, left, width, isRightToLeft(event.currentTarget)) * spanMs);
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === ' ') {
      if (playback.get().playing) playback.pause();
      else playback.play();
    } else {
      const toMs = stepOfKey(
        event.key,
        { atMs: playback.get().atMs, startMs, endMs },
        isRightToLeft(event.currentTarget),
      );
      if (toMs === null) return;
      playback.seek(toMs);
    }
    event.preventDefault();
    // The desk has letters and arrows of its own.
    event.stopPropagation();
  };

  return (
    <div ref={scale} className="relative">
      <div
        role="slider"
        tabIndex={0}
        aria-label={words.position}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.round(spanMs / 1_000)}
        aria-valuenow={Math.round((atMs - startMs) / 1_000)}
        aria-valuetext={words.positionText(writeMoment(atMs), momentWords(track, { atMs, index }))}
        onPointerDown={drag}
        onPointerMove={drag}
        onKeyDown={press}
        className="relative h-6 cursor-pointer touch-none rounded focus-visible:outline-offset-0"
      >
        <div className="absolute inset-x-0 top-2.5 h-1 rounded-full bg-line-strong" />
        <div className="absolute start-0 top-2.5 h-1 w-[var(--at,0%)] rounded-full bg-accent" />
        {spanMs > 0 &&
          stops.map((stop) => (
            <div
              key={stop.fromMs}
              className="absolute top-2 h-2 min-w-1 rounded-sm bg-ink"
              style={{
                insetInlineStart: `${((stop.fromMs - startMs) / spanMs) * 100}%`,
                width: `${((stop.toMs - stop.fromMs) / spanMs) * 100}%`,
              }}
            />
          ))}
        <div className="absolute start-[var(--at,0%)] top-1 -ms-2 size-4 rounded-full border-2 border-surface bg-accent shadow-panel" />
      </div>
      <SpeedPlot playback={playback} />
      <div
        aria-hidden="true"
        className="pointer-events-none absolute start-[var(--at,0%)] top-5 bottom-0 -ms-px w-0.5 bg-accent"
      />
    </div>
  );
}

const isRightToLeft = (element: Element): boolean => getComputedStyle(element).direction === 'rtl';
