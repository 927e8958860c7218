'use client';

import dynamic from 'next/dynamic';
import type { LatLng } from '#lib/domain/geo.ts';
import type { ServiceType } from '#lib/domain/vocabulary.ts';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { MapPlaceholder } from './map-placeholder.tsx';

/** A vehicle's newest fix as the place map takes it; a Position of the protocol fits. */
export interface PlaceMapPosition extends LatLng {
  readonly heading: number | null;
  readonly accuracy: number | null;
  /** ISO 8601. */
  readonly recorded_at: string;
}

export interface PlaceMapProps {
  readonly settings: PublicSettings;
  readonly destination: LatLng & { readonly serviceType: ServiceType; readonly label: string };
  /** Newest fix, or null; the marker glides from fix to fix. */
  readonly position?: PlaceMapPosition | null;
  readonly trail?: readonly LatLng[];
  /** Server's epoch ms, to judge the age of the position. Default: the device's clock. */
  readonly nowMs?: number;
  /** Accessible name of the region; default "Map". */
  readonly label?: string;
}

/** One destination and one vehicle: for the customer's link and the driver's console. */
export const PlaceMap = dynamic<PlaceMapProps>(
  () => import('./place-map-view.tsx').then((m) => m.PlaceMapView),
  { ssr: false, loading: MapPlaceholder },
);
