'use client';

import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { z } from 'zod';
import { bffGet, bffSend } from '#lib/api/bff.ts';
import { onServerTime } from '#lib/api/server-times.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import type { DeskCounts } from '#lib/protocol/desk-counts.ts';
import { changesOfPage } from '#lib/store/live-state.ts';
import { createLiveStore } from '#lib/store/live-store.ts';
import { createSubject } from '#lib/store/observable.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import { sameConnection, type ConnectionState } from '#lib/realtime/connection-state.ts';
import { startLiveSession } from '#lib/realtime/live-session.ts';
import { LiveContext, ServerNowContext, type Live, type Viewer } from './use-live.ts';

const STAFF: readonly Role[] = ['dispatcher', 'admin'];

const sendDrops = async (counts: DeskCounts): Promise<void> => {
  await bffSend('POST', '/desk/counts', counts, z.undefined());
};

/**
 * The one place where the socket meets the store. One per page tree; a change of viewer needs a new `key`.
 * Renders on the server from `initial` alone and opens nothing there.
 */
export function LiveProvider({
  settings,
  viewer,
  initial,
  children,
}: {
  readonly settings: PublicSettings;
  readonly viewer: Viewer;
  /** The first page of `/sync`, loaded by the server component. */
  readonly initial: SyncPage;
  readonly children: ReactNode;
}) {
  const [first] = useState({ settings, initial, viewer });
  const [store] = useState(() =>
    createLiveStore({ initial, serverNowMs: settings.serverNowMs, limits: settings.connectivity }),
  );
  const [connection] = useState(() => createSubject<ConnectionState>({ kind: 'connecting' }, sameConnection));

  // The page's own time is as late as the page was slow; a driver's fixes would be dated too early.
  useEffect(() => onServerTime(store.clock.observe), [store]);

  useEffect(() => {
    const session = startLiveSession({
      store,
      state: connection,
      settings: first.settings.realtime,
      viewer: first.viewer,
      initial: first.initial,
      get: bffGet,
      ...(STAFF.includes(first.viewer.role) && { sendDrops }),
    });
    return session.close;
  }, [store, connection, first]);

  // A navigation may bring a newer snapshot; it adds to what is known and forgets nothing.
  const seeded = useRef(initial);
  useEffect(() => {
    if (seeded.current === initial) return;
    seeded.current = initial;
    store.applyChanges(changesOfPage({ ...initial, reset: false }));
  }, [initial, store]);

  const live = useMemo<Live>(() => ({ store, connection, viewer: first.viewer }), [store, connection, first]);
  return (
    <ServerNowContext value={first.settings.serverNowMs}>
      <LiveContext value={live}>{children}</LiveContext>
    </ServerNowContext>
  );
}
