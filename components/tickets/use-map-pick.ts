'use client';

import { useEffect, useEffectEvent } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { readCoordinates, writeCoordinates } from './ticket-draft.ts';

/** While a form is open, a click on the map fills its location, and what is typed shows as a pin. */
export function useMapPick(coordinates: string, onPick: (coordinates: string) => void): void {
  const { setPicking, setPane } = useDesk();
  const picked = useEffectEvent((place: { readonly latitude: number; readonly longitude: number }) => {
    onPick(writeCoordinates(place));
    setPane('detail');
  });
  useEffect(() => {
    const reading = readCoordinates(coordinates);
    setPicking({ place: reading.ok ? reading.place : null, onPick: (place) => picked(place) });
  }, [coordinates, setPicking]);
  useEffect(() => () => setPicking(null), [setPicking]);
}
