import { writeDuration, writeSpeed } from '#components/dispatch/measures.ts';
import { beginsAnew, valueAt, type RecordedTrack } from '#lib/domain/recorded-track.ts';
import { speedAt } from '#lib/domain/track-summary.ts';
import { replay as words } from '#lib/messages/en/replay.ts';
import type { PlaybackState } from '#lib/store/track-playback.ts';

/** Silence is said once it is long enough to be seen. */
const SAY_SILENCE_MS = 10_000;

/** How fast the vehicle is at a moment, or for how long nothing has been heard of it. */
export function momentWords(
  track: RecordedTrack,
  { atMs, index }: Pick<PlaybackState, 'atMs' | 'index'>,
): string {
  const silentMs = atMs - valueAt(track.recordedAtMs, index);
  const next = index + 1;
  if (next < track.size && beginsAnew(track, next) && silentMs >= SAY_SILENCE_MS)
    return words.silent(writeDuration(silentMs));
  const speedMps = speedAt(track, index);
  return speedMps === null ? words.speedUnknown : writeSpeed(speedMps);
}
