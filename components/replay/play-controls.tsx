'use client';

import { Pause, Play } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { replay as words } from '#lib/messages/en/replay.ts';
import { PLAYBACK_RATES, type TrackPlayback } from '#lib/store/track-playback.ts';
import { CONTROL_CLASS } from './control-class.ts';
import { momentWords } from './moment-words.ts';
import { writeMoment } from './replay-time.ts';
import { usePlayback } from './use-playback.ts';

/** Play and pause, how fast, and what the vehicle does at that moment. */
export function PlayControls({ playback }: { readonly playback: TrackPlayback }) {
  const state = usePlayback(playback);
  const choose = (value: string) => {
    const rate = PLAYBACK_RATES.find((one) => String(one) === value);
    if (rate !== undefined) playback.setRate(rate);
  };
  return (
    <>
      <IconButton
        label={state.playing ? words.pause : words.play}
        icon={state.playing ? <Pause aria-hidden="true" /> : <Play aria-hidden="true" />}
        aria-keyshortcuts="Space"
        disabled={playback.endMs <= playback.startMs}
        className="bg-accent! text-on-accent! hover:bg-accent-hover!"
        onClick={state.playing ? playback.pause : playback.play}
      />
      <select
        aria-label={words.rate}
        value={state.rate}
        onChange={(event) => choose(event.target.value)}
        className={CONTROL_CLASS}
      >
        {PLAYBACK_RATES.map((rate) => (
          <option key={rate} value={rate}>
            {words.rateOf(rate)}
          </option>
        ))}
      </select>
      {/* Of one width, whatever it says: the controls beside it do not move while it plays. */}
      <p className="w-38 leading-tight tabular-nums">
        <span className="block text-dense font-medium text-ink">{writeMoment(state.atMs)}</span>
        <span className="block truncate text-xs text-muted">{momentWords(playback.track, state)}</span>
      </p>
    </>
  );
}
