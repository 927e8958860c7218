'use client';

import dynamic from 'next/dynamic';
import type { RefObject } from 'react';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import type { Replay } from '#components/replay/replay-state.ts';
import { MapPlaceholder } from './map-placeholder.tsx';

export interface MapSelection {
  readonly ticketId: number | null;
  readonly driverId: number | null;
}

export interface PickedLocation {
  readonly latitude: number;
  readonly longitude: number;
}

/** What may be asked of a map that is shown. */
export interface MapHandle {
  /** Shows all that is selected. */
  readonly fitSelection: () => void;
}

export interface LiveMapProps {
  readonly settings: PublicSettings;
  readonly selection: MapSelection;
  readonly onSelectTicket: (ticketId: number | null) => void;
  readonly onSelectDriver: (driverId: number | null) => void;
  /** Given: the map is in pick mode; a click or Enter at the crosshair answers. */
  readonly onPickLocation?: ((place: PickedLocation) => void) | undefined;
  /** Shown as a pin while a ticket is being made. */
  readonly pickedLocation?: PickedLocation | null;
  /** Tickets with a pin besides the selected one; null or absent: every open one. */
  readonly pinnedTicketIds?: ReadonlySet<number> | null;
  /** Drivers chosen together. */
  readonly group?: ReadonlySet<number>;
  /** Given: dragging with Shift draws an outline, and answers with whoever is within. */
  readonly onGroup?: ((driverIds: ReadonlySet<number>) => void) | undefined;
  readonly handleRef?: RefObject<MapHandle | null>;
  readonly followDriverId?: number | null;
  /** The person moved the map by hand. */
  readonly onFollowEnd?: (() => void) | undefined;
  /** CSS pixels covered by panels at the inline start and end; the map centres in what is left. */
  readonly paddingInline?: { readonly start: number; readonly end: number };
  /** Given: a recorded track is shown in the place of everything live. */
  readonly replay?: Replay | null;
}

/** The dispatcher's map: region "Live map". Needs a LiveProvider above it; loads in the browser only. */
export const LiveMap = dynamic<LiveMapProps>(() => import('./live-map-view.tsx').then((m) => m.LiveMapView), {
  ssr: false,
  loading: MapPlaceholder,
});
