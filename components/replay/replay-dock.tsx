'use client';

import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Spinner } from '#components/ui/spinner.tsx';
import { common } from '#lib/messages/en/common.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import { ExportButtons } from './export-buttons.tsx';
import { PlayControls } from './play-controls.tsx';
import { ReplaySummary } from './replay-summary.tsx';
import type { Replay, ReplayPhase } from './replay-state.ts';
import { writeSpan } from './replay-time.ts';
import { Scrubber } from './scrubber.tsx';
import { SpanChoice } from './span-choice.tsx';
import { useReplayKeys } from './use-replay-keys.ts';

/** The replay's panel under the map: what is played, how fast, when, and the way back to live. */
export function ReplayDock({ replay }: { readonly replay: Replay }) {
  const { request, name, phase } = replay;
  const { setPane, follow } = useDesk();
  useReplayKeys(replay);
  // On a phone the replay is seen on the map; and nobody follows what is hidden.
  useEffect(() => {
    setPane('map');
    follow(null);
  }, [setPane, follow]);
  const ready = phase.kind === 'ready' ? phase : null;
  return (
    <section
      aria-label={words.panel(name)}
      className="flex shrink-0 flex-col gap-2 border-t border-line bg-surface px-3 pt-2 pb-2.5"
    >
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1.5">
        {ready !== null && <PlayControls playback={ready.playback} />}
        {request.kind === 'driver' ? (
          <SpanChoice span={request.span} onChange={replay.show} />
        ) : (
          <span className="text-dense text-muted">
            {words.wholeTicket}
            {ready !== null && ` · ${writeSpan(ready.playback.startMs, ready.playback.endMs)}`}
          </span>
        )}
        <div className="ms-auto flex items-center gap-1.5">
          {ready !== null && <ExportButtons replay={replay} track={ready.playback.track} />}
          <IconButton
            size="sm"
            label={words.close}
            icon={<X aria-hidden="true" />}
            aria-keyshortcuts="Escape"
            onClick={replay.close}
          />
        </div>
      </div>
      {ready === null ? (
        <Unready phase={phase} forTicket={request.kind === 'ticket'} />
      ) : (
        <>
          <Scrubber playback={ready.playback} stops={ready.stops} />
          <ReplaySummary ready={ready} forTicket={request.kind === 'ticket'} />
        </>
      )}
    </section>
  );
}

function Unready({ phase, forTicket }: { readonly phase: ReplayPhase; readonly forTicket: boolean }) {
  const line = 'flex min-h-10 items-center gap-2 text-dense text-muted';
  switch (phase.kind) {
    case 'loading':
      return (
        <p role="status" className={line}>
          <Spinner />
          {phase.total === null ? words.loading : words.loadingSome(phase.loaded, phase.total)}
        </p>
      );
    case 'failed':
      return (
        <p role="alert" className={line}>
          {words.failed}
          <Button size="sm" onClick={phase.retry}>
            {common.retry}
          </Button>
        </p>
      );
    case 'empty':
      return (
        <p role="status" className={line}>
          {forTicket ? words.emptyTicket : words.emptyDriver}
        </p>
      );
    case 'ready':
      return null;
  }
}
