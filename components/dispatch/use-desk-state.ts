'use client';

import { useCallback, useMemo, useRef, useState, type RefObject } from 'react';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { WHOLE_FLEET, type FleetFilter } from '#components/drivers/fleet-filter.ts';
import type { MapHandle } from '#components/map/live-map.tsx';
import { EMPTY_DRAFT, type TicketDraft } from '#components/tickets/ticket-draft.ts';
import type { QueueFilter } from '#components/tickets/ticket-queue.ts';
import type { Desk, DeskPane, DeskPicking, DeskTab, TicketIntent } from './desk-context.ts';
import { addressedSelection, pathOfSelection, type DeskSelection } from './desk-selection.ts';

export interface ListedIds {
  readonly kind: 'ticket' | 'driver';
  readonly ids: readonly number[];
}

const NOBODY: ReadonlySet<number> = new Set();

/** @param selection what the address says */
export function useDeskState(
  settings: PublicSettings,
  selection: DeskSelection,
): {
  readonly desk: Desk;
  readonly picking: DeskPicking | null;
  readonly listedIds: RefObject<ListedIds>;
} {
  const [tab, setTab] = useState<DeskTab>(selection.kind === 'driver' ? 'drivers' : 'tickets');
  const [queueFilter, setQueueFilter] = useState<QueueFilter>('open');
  const [queueSearch, setQueueSearch] = useState('');
  const [fleetFilter, setFleetFilter] = useState<FleetFilter>(WHOLE_FLEET);
  const [group, setGroup] = useState<ReadonlySet<number>>(NOBODY);
  const mapHandle = useRef<MapHandle | null>(null);
  const [creating, setCreatingState] = useState(false);
  const [draft, setDraft] = useState<TicketDraft>(EMPTY_DRAFT);
  const [picking, setPicking] = useState<DeskPicking | null>(null);
  const [followedDriverId, follow] = useState<number | null>(null);
  const [pane, setPane] = useState<DeskPane>(selection.kind === 'none' ? 'list' : 'detail');
  // An intent belongs to the ticket it was opened on: another selection leaves it behind.
  const [intended, setIntended] = useState<{ readonly path: string; readonly intent: TicketIntent } | null>(
    null,
  );
  const path = pathOfSelection(selection);
  const intent = intended?.path === path ? intended.intent : null;
  const listedIds = useRef<ListedIds>({ kind: 'ticket', ids: [] });

  const select = useCallback((next: DeskSelection) => {
    setCreatingState(false);
    setIntended(null);
    const nextPath = pathOfSelection(next);
    // The router follows the address without asking the server: the desk holds what it shows.
    if (nextPath !== window.location.pathname) window.history.pushState(null, '', nextPath);
    setPane((now) => (next.kind !== 'none' ? 'detail' : now === 'detail' ? 'list' : now));
  }, []);
  const setCreating = useCallback((next: boolean) => {
    setCreatingState(next);
    setPane((now) => (next ? 'detail' : now === 'detail' ? 'list' : now));
  }, []);
  const setIntent = useCallback((next: TicketIntent | null) => {
    setIntended(next === null ? null : { path: pathOfSelection(addressedSelection()), intent: next });
    if (next !== null) {
      setCreatingState(false);
      setPane('detail');
    }
  }, []);
  const setListedIds = useCallback((kind: 'ticket' | 'driver', ids: readonly number[]) => {
    listedIds.current = { kind, ids };
  }, []);

  const showQueue = useCallback((filter: QueueFilter) => {
    setTab('tickets');
    setQueueFilter(filter);
    setQueueSearch('');
    setPane('list');
  }, []);
  const fitSelection = useCallback(() => {
    setPane('map');
    mapHandle.current?.fitSelection();
  }, []);

  const desk = useMemo<Desk>(
    () => ({
      settings,
      selection,
      select,
      intent,
      setIntent,
      creating,
      setCreating,
      draft,
      setDraft,
      setPicking,
      tab,
      setTab,
      queueFilter,
      setQueueFilter,
      queueSearch,
      setQueueSearch,
      showQueue,
      fleetFilter,
      setFleetFilter,
      group,
      setGroup,
      mapHandle,
      fitSelection,
      followedDriverId,
      follow,
      pane,
      setPane,
      setListedIds,
    }),
    [
      settings,
      selection,
      select,
      intent,
      setIntent,
      creating,
      setCreating,
      draft,
      tab,
      queueFilter,
      queueSearch,
      showQueue,
      fleetFilter,
      group,
      fitSelection,
      followedDriverId,
      pane,
      setListedIds,
    ],
  );
  return { desk, picking, listedIds };
}
