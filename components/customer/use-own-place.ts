'use client';

import { useState } from 'react';
import type { PickedLocation } from '#components/map/live-map.tsx';

export type OwnPlaceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'finding' }
  | { readonly kind: 'found'; readonly accuracyM: number }
  | { readonly kind: 'denied' }
  | { readonly kind: 'unavailable' };

const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 10_000, timeout: 15_000 };
const PERMISSION_DENIED = 1;

/** Asks the browser once, when the person wants it, where this device is. */
export function useOwnPlace(onFound: (place: PickedLocation) => void): {
  readonly state: OwnPlaceState;
  readonly find: () => void;
  readonly reset: () => void;
} {
  const [state, setState] = useState<OwnPlaceState>({ kind: 'idle' });

  const find = () => {
    if (!window.isSecureContext || !('geolocation' in navigator)) {
      setState({ kind: 'unavailable' });
      return;
    }
    setState({ kind: 'finding' });
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState({ kind: 'found', accuracyM: coords.accuracy });
        onFound({ latitude: coords.latitude, longitude: coords.longitude });
      },
      (error) => setState({ kind: error.code === PERMISSION_DENIED ? 'denied' : 'unavailable' }),
      OPTIONS,
    );
  };
  return { state, find, reset: () => setState({ kind: 'idle' }) };
}
