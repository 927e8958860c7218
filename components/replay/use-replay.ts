'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import useSWR, { useSWRConfig } from 'swr';
import { pathOfSelection, type DeskSelection } from '#components/dispatch/desk-selection.ts';
import { useDriver, useTicket } from '#components/live/use-live.ts';
import { prefersReducedMotion } from '#components/map/map-theme.ts';
import { trackStops } from '#lib/domain/track-summary.ts';
import { createTrackPlayback } from '#lib/store/track-playback.ts';
import { loadTrack, type LoadedTrack } from './load-track.ts';
import { openReplay } from './open-replay.ts';
import { REPLAY_PARAMETER, replayOfAddress, type ReplayRequest } from './replay-address.ts';
import type { Replay, ReplayPhase, ReplayReady } from './replay-state.ts';

/** The replay that the address asks for, loaded; null while the desk is live. */
export function useReplay(selection: DeskSelection): Replay | null {
  const text = useSearchParams().get(REPLAY_PARAMETER);
  // The server does not know the reader's time zone, and a replay says nothing but times.
  const isHydrated = useSyncExternalStore(subscribeToNothing, isTrue, isFalse);
  const request = useMemo(
    () => (isHydrated ? replayOfAddress(selection, text) : null),
    [isHydrated, selection, text],
  );
  const phase = usePhase(request);
  const driver = useDriver(request?.kind === 'driver' ? request.driverId : null);
  const ticket = useTicket(request?.kind === 'ticket' ? request.ticketId : null);
  const name = driver?.name ?? ticket?.reference ?? '';
  const path = pathOfSelection(selection);
  const close = useCallback(() => window.history.pushState(null, '', path), [path]);
  return useMemo(
    () =>
      request === null || phase === null
        ? null
        : {
            request,
            name,
            phase,
            close,
            show: (span) =>
              request.kind === 'driver' && openReplay({ kind: 'driver', driverId: request.driverId, span }),
          },
    [request, name, phase, close],
  );
}

function usePhase(request: ReplayRequest | null): ReplayPhase | null {
  const key = request === null ? null : `replay ${JSON.stringify(request)}`;
  const [progress, setProgress] = useState<{ loaded: number; total: number | null } | null>(null);
  const { cache } = useSWRConfig();
  const { data, error, isValidating, mutate } = useSWR<LoadedTrack, unknown>(
    key,
    () =>
      request === null
        ? Promise.reject(new Error('There is nothing to replay.'))
        : loadTrack(request, (loaded, total) => setProgress({ loaded, total })),
    { revalidateOnFocus: false, revalidateOnReconnect: false, shouldRetryOnError: false },
  );
  // A track is megabytes: what is no longer shown is not kept.
  useEffect(() => {
    if (key === null) return;
    return () => {
      cache.delete(key);
      setProgress(null);
    };
  }, [cache, key]);

  const ready = useReady(data);
  const failed = error !== undefined && !isValidating;
  return useMemo(() => {
    if (key === null) return null;
    if (ready !== null) return ready;
    if (data !== undefined) return { kind: 'empty' };
    if (!failed) return { kind: 'loading', loaded: 0, total: null, ...progress };
    return { kind: 'failed', retry: () => void mutate() };
  }, [key, ready, data, failed, progress, mutate]);
}

function useReady(loaded: LoadedTrack | undefined): ReplayReady | null {
  const ready = useMemo((): ReplayReady | null => {
    if (loaded === undefined || loaded.track.size === 0) return null;
    const playback = createTrackPlayback({
      track: loaded.track,
      nowMs: () => performance.now(),
      glides: !prefersReducedMotion(),
    });
    return { kind: 'ready', playback, stops: trackStops(loaded.track), truncated: loaded.truncated };
  }, [loaded]);
  useEffect(() => () => ready?.playback.close(), [ready]);
  return ready;
}

const subscribeToNothing = () => () => undefined;
const isTrue = () => true;
const isFalse = () => false;
