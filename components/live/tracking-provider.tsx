'use client';

import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { apiGet } from '#lib/realtime/api-get.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import { sameConnection, type ConnectionState } from '#lib/realtime/connection-state.ts';
import { startTrackingSession } from '#lib/realtime/tracking-session.ts';
import { onServerTime } from '#lib/api/server-times.ts';
import { createServerClock } from '#lib/store/server-clock.ts';
import { createSubject, type Observable } from '#lib/store/observable.ts';

export interface Tracking {
  /** What the holder of the link may see, as of now. */
  readonly view: TrackingView;
  readonly connection: ConnectionState;
  /** The server's clock, epoch ms: to judge the age of the position and the ETA. */
  readonly serverNowMs: () => number;
  /** Applies the answer of a command (rating, pickup, cancel). */
  readonly apply: (view: TrackingView) => void;
}

interface TrackingSource {
  readonly view: Observable<TrackingView>;
  readonly connection: Observable<ConnectionState>;
  readonly serverNowMs: () => number;
  readonly apply: (view: TrackingView) => void;
}

const TrackingContext = createContext<TrackingSource | null>(null);

/** Keeps a tracking link's page current: by the link's channel, else by asking every few seconds. */
export function TrackingProvider({
  settings,
  token,
  initial,
  children,
}: {
  readonly settings: PublicSettings;
  readonly token: string;
  readonly initial: TrackingView;
  readonly children: ReactNode;
}) {
  const [first] = useState({ settings: settings.realtime, token });
  const [view] = useState(() => createSubject(initial));
  const [connection] = useState(() => createSubject<ConnectionState>({ kind: 'connecting' }, sameConnection));
  const [clock] = useState(() => createServerClock(settings.serverNowMs, Date.now));

  useEffect(
    () => startTrackingSession({ ...first, view, state: connection, get: apiGet }).close,
    [first, view, connection],
  );

  useEffect(() => onServerTime(clock.observe), [clock]);

  const source = useMemo<TrackingSource>(
    () => ({ view, connection, serverNowMs: clock.nowMs, apply: view.set }),
    [view, connection, clock],
  );
  return <TrackingContext value={source}>{children}</TrackingContext>;
}

/** @throws outside a TrackingProvider */
export function useTracking(): Tracking {
  const source = useContext(TrackingContext);
  if (source === null) throw new Error('useTracking needs a TrackingProvider above it.');
  const view = useSyncExternalStore(source.view.subscribe, source.view.get, source.view.get);
  const connection = useSyncExternalStore(
    source.connection.subscribe,
    source.connection.get,
    source.connection.get,
  );
  return { view, connection, serverNowMs: source.serverNowMs, apply: source.apply };
}
