'use client';

import { createContext, useCallback, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import type { ConnectionState } from '#lib/realtime/connection-state.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { LiveOffer } from '#lib/store/live-state.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { Role } from '#lib/domain/vocabulary.ts';
import type { FleetPosition } from '#lib/store/fleet-store.ts';
import type { LiveStore } from '#lib/store/live-store.ts';
import type { Observable } from '#lib/store/observable.ts';

export interface Viewer {
  readonly userId: number;
  readonly role: Role;
  readonly driverId: number | null;
}

export interface Live {
  readonly store: LiveStore;
  readonly connection: Observable<ConnectionState>;
  readonly viewer: Viewer;
}

export const LiveContext = createContext<Live | null>(null);

/** @throws outside a LiveProvider */
export function useLive(): Live {
  const live = useContext(LiveContext);
  if (live === null) throw new Error('useLive needs a LiveProvider above it.');
  return live;
}

/** The store itself: to apply a command's answer (`store.applyTicket(ticket)`). */
export const useLiveStore = (): LiveStore => useLive().store;

/** All tickets that the viewer sees, by id; the same map until one changes. */
export function useTickets(): ReadonlyMap<number, Ticket> {
  const { store } = useLive();
  const read = () => store.getState().tickets;
  return useSyncExternalStore(store.subscribe, read, read);
}

export function useTicket(ticketId: number | null): Ticket | undefined {
  const { store } = useLive();
  const read = () => (ticketId === null ? undefined : store.getState().tickets.get(ticketId));
  return useSyncExternalStore(store.subscribe, read, read);
}

/** All drivers, by id. Their `position` is that of the snapshot: live ones are in `useDriverPosition`. */
export function useDrivers(): ReadonlyMap<number, Driver> {
  const { store } = useLive();
  const read = () => store.getState().drivers;
  return useSyncExternalStore(store.subscribe, read, read);
}

export function useDriver(driverId: number | null): Driver | undefined {
  const { store } = useLive();
  const read = () => (driverId === null ? undefined : store.getState().drivers.get(driverId));
  return useSyncExternalStore(store.subscribe, read, read);
}

export function useOffers(): ReadonlyMap<number, LiveOffer> {
  const { store } = useLive();
  const read = () => store.getState().offers;
  return useSyncExternalStore(store.subscribe, read, read);
}

export function useConnection(): ConnectionState {
  const { connection } = useLive();
  return useSyncExternalStore(connection.subscribe, connection.get, connection.get);
}

const versionOnServer = () => 0;

/**
 * A driver's newest fix with its connectivity, read anew when positions change, at most four times a
 * second; null when unknown.
 */
export function useDriverPosition(driverId: number | null): FleetPosition | null {
  const { fleet } = useLiveStore();
  useFleetVersion();
  return driverId === null ? null : fleet.position(driverId);
}

function useFleetVersion(): number {
  const { fleet } = useLiveStore();
  return useSyncExternalStore(fleet.subscribe, fleet.version, versionOnServer);
}

/** The server's time, renewed every so often; the same on the server and in the first client render. */
export function useServerNowMs(everyMs: number): number {
  const { clock } = useLiveStore();
  const initial = useContext(ServerNowContext);
  const [nowMs, setNowMs] = useState(initial);
  const tick = useCallback(() => setNowMs(clock.nowMs()), [clock]);
  useEffect(() => {
    const first = setTimeout(tick, 0);
    const timer = setInterval(tick, everyMs);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [tick, everyMs]);
  return nowMs;
}

/** The server's time when it rendered the page. */
export const ServerNowContext = createContext(0);
