'use client';

import { useSyncExternalStore } from 'react';
import type { PlaybackState, TrackPlayback } from '#lib/store/track-playback.ts';

/** What is shown now, for words: at most ten times a second. */
export const usePlayback = (playback: TrackPlayback): PlaybackState =>
  useSyncExternalStore(playback.subscribe, playback.get, playback.get);
