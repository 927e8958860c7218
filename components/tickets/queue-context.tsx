'use client';

import { createContext, useContext, useDeferredValue, useMemo, type ReactNode } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { useServerNowMs } from '#components/live/use-live.ts';
import type { TicketQueue } from './ticket-queue.ts';
import { useTicketQueue } from './use-ticket-queue.ts';

export interface QueueView extends TicketQueue {
  /** As of when lateness was judged, server's epoch ms. */
  readonly nowMs: number;
  /** The tickets that have a pin on the map; null: every open one. */
  readonly pinnedIds: ReadonlySet<number> | null;
}

const QueueContext = createContext<QueueView | null>(null);

/** Ended tickets are many, and each pin is an element: the newest tell enough. */
const MOST_PINS = 300;

/** Draws up the queue once for list and map, so that both show the same tickets. */
export function QueueProvider({ children }: { readonly children: ReactNode }) {
  const { queueFilter, queueSearch } = useDesk();
  const search = useDeferredValue(queueSearch);
  const nowMs = useServerNowMs(5_000);
  const queue = useTicketQueue(queueFilter, search, nowMs);
  const narrow = queueFilter !== 'open' || search.trim() !== '';
  // By value: pins are not to be gone through again because a second has passed.
  const pinned = narrow
    ? queue.rows
        .slice(0, MOST_PINS)
        .map(({ ticket }) => ticket.id)
        .join(' ')
    : null;
  const pinnedIds = useMemo(
    () => (pinned === null ? null : new Set(pinned.split(' ').filter(Boolean).map(Number))),
    [pinned],
  );
  const view = useMemo(() => ({ ...queue, nowMs, pinnedIds }), [queue, nowMs, pinnedIds]);
  return <QueueContext value={view}>{children}</QueueContext>;
}

/** @throws outside a QueueProvider */
export function useQueueView(): QueueView {
  const view = useContext(QueueContext);
  if (view === null) throw new Error('useQueueView needs a QueueProvider above it.');
  return view;
}
