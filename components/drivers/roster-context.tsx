'use client';

import {
  createContext,
  useContext,
  useDeferredValue,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { calmed } from '#lib/store/calmed.ts';
import { driverRoster, type DriverRoster } from './driver-roster.ts';
import { isNarrow } from './fleet-filter.ts';
import { createNameOrder } from './name-order.ts';
import { useHearDriver } from './use-locate-driver.ts';

export interface FleetView extends DriverRoster {
  /** Everybody, filtered out or not. */
  readonly total: number;
  /** As of when signals were judged, server's epoch ms. */
  readonly nowMs: number;
}

/** Null while nobody looks at the fleet through a filter or in the list. */
const RosterContext = createContext<FleetView | null>(null);

const RENEW_MS = 2_000;
/** As often as positions are told to lists. */
const CALM_MS = 250;

/** Draws up the roster once for list and map, so that both show the same drivers, and filters the fleet. */
export function RosterProvider({ children }: { readonly children: ReactNode }) {
  const { tab, fleetFilter } = useDesk();
  const filter = useDeferredValue(fleetFilter);
  const narrow = isNarrow(filter);
  const store = useLiveStore();
  const [calm] = useState(() =>
    calmed({ get: () => store.getState().drivers, subscribe: store.subscribe }, CALM_MS),
  );
  const drivers = useSyncExternalStore(calm.subscribe, calm.get, calm.get);
  const [inNameOrder] = useState(createNameOrder);
  const hear = useHearDriver();
  const nowMs = useServerNowMs(RENEW_MS);
  const needed = narrow || tab === 'drivers';
  const view = useMemo<FleetView | null>(
    () =>
      needed
        ? {
            ...driverRoster({ drivers: inNameOrder(drivers), hear, filter, nowMs }),
            total: drivers.size,
            nowMs,
          }
        : null,
    [needed, inNameOrder, drivers, hear, filter, nowMs],
  );

  const { fleet } = store;
  const rows = narrow ? view?.rows : undefined;
  useEffect(() => {
    fleet.filter(rows === undefined ? null : new Set(rows.map(({ driver }) => driver.id)));
  }, [fleet, rows]);
  useEffect(() => () => fleet.filter(null), [fleet]);

  return <RosterContext value={view}>{children}</RosterContext>;
}

export const useFleetView = (): FleetView | null => useContext(RosterContext);
