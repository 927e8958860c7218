'use client';

import { History } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { replay as words } from '#lib/messages/en/replay.ts';
import type { TrackPlayback } from '#lib/store/track-playback.ts';
import type { Replay } from './replay-state.ts';
import { writeMoment } from './replay-time.ts';
import { usePlayback } from './use-playback.ts';

/** Says on the map itself that nothing on it is live. */
export function ReplayMark({
  replay,
  insetStartPx,
}: {
  readonly replay: Replay;
  readonly insetStartPx: number;
}) {
  return (
    <div
      className="absolute top-3 z-[500] flex max-w-[calc(100%-1.5rem)] items-center gap-3 rounded-lg border-2 border-warn bg-warn-soft py-1.5 ps-3 pe-1.5 text-warn shadow-panel"
      style={{ insetInlineStart: `${12 + insetStartPx}px` }}
    >
      <History aria-hidden="true" className="size-4 shrink-0" />
      <div className="min-w-0">
        <p className="text-body font-semibold tabular-nums">
          {words.mark}
          {replay.phase.kind === 'ready' && <Moment playback={replay.phase.playback} />}
        </p>
        <p className="text-xs">{words.notLive}</p>
      </div>
      <Button size="sm" onClick={replay.close}>
        {words.backToLive}
      </Button>
    </div>
  );
}

function Moment({ playback }: { readonly playback: TrackPlayback }) {
  return <> · {writeMoment(usePlayback(playback).atMs)}</>;
}
