'use client';

import { createContext, useContext, type RefObject } from 'react';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import type { FleetFilter } from '#components/drivers/fleet-filter.ts';
import type { MapHandle } from '#components/map/live-map.tsx';
import type { QueueFilter } from '#components/tickets/ticket-queue.ts';
import type { TicketDraft } from '#components/tickets/ticket-draft.ts';
import type { DeskSelection } from './desk-selection.ts';

export type DeskTab = 'tickets' | 'drivers';
export type DeskPane = 'list' | 'map' | 'detail';
/** What a person is about to do with the selected ticket. */
export type TicketIntent = 'offer' | 'assign' | 'cancel' | 'edit' | 'push';

/** What the parts of the desk share: what is looked at, and what is being done. */
export interface Desk {
  readonly settings: PublicSettings;

  readonly selection: DeskSelection;
  /** Shows it at once and puts it into the address. */
  readonly select: (selection: DeskSelection) => void;

  readonly intent: TicketIntent | null;
  readonly setIntent: (intent: TicketIntent | null) => void;

  readonly creating: boolean;
  /** Opens the form with what was typed before; stopping keeps the draft. */
  readonly setCreating: (creating: boolean) => void;
  readonly draft: TicketDraft;
  readonly setDraft: (change: (draft: TicketDraft) => TicketDraft) => void;
  /** The form whose location a click on the map sets; null: clicks select. */
  readonly setPicking: (picking: DeskPicking | null) => void;

  readonly tab: DeskTab;
  readonly setTab: (tab: DeskTab) => void;
  readonly queueFilter: QueueFilter;
  readonly setQueueFilter: (filter: QueueFilter) => void;
  readonly queueSearch: string;
  readonly setQueueSearch: (search: string) => void;
  /** Leads to the queue under a filter, with nothing left of an earlier search. */
  readonly showQueue: (filter: QueueFilter) => void;
  /** Which drivers list and map show. */
  readonly fleetFilter: FleetFilter;
  readonly setFleetFilter: (filter: FleetFilter) => void;

  /** Drivers chosen together, in the list or by an outline on the map. */
  readonly group: ReadonlySet<number>;
  readonly setGroup: (group: ReadonlySet<number>) => void;

  /** What the desk may ask of the map while there is one. */
  readonly mapHandle: RefObject<MapHandle | null>;
  /** Shows all that is selected on the map. */
  readonly fitSelection: () => void;

  readonly followedDriverId: number | null;
  readonly follow: (driverId: number | null) => void;

  readonly pane: DeskPane;
  readonly setPane: (pane: DeskPane) => void;

  /** The list on the screen says which ids it shows, in order, for J and K. */
  readonly setListedIds: (kind: 'ticket' | 'driver', ids: readonly number[]) => void;
}

export interface DeskPicking {
  readonly place: { readonly latitude: number; readonly longitude: number } | null;
  readonly onPick: (place: { readonly latitude: number; readonly longitude: number }) => void;
}

export const DeskContext = createContext<Desk | null>(null);

/** @throws outside the desk */
export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (desk === null) throw new Error('useDesk needs a DispatchDesk above it.');
  return desk;
}
