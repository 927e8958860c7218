'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { createOfferAlarm, type OfferAlarm } from './offer-alarm.ts';

const never = () => () => undefined;

/** Rings while `ringing`; the first tap or key anywhere in the page unlocks the sound. */
export function useOfferAlarm(ringing: boolean): {
  readonly soundReady: boolean;
  readonly unlock: () => void;
} {
  const [alarm, setAlarm] = useState<OfferAlarm | null>(null);

  useEffect(() => {
    const created = createOfferAlarm();
    const gestures = new AbortController();
    for (const gesture of ['pointerup', 'keydown']) {
      window.addEventListener(gesture, () => created.unlock(), { signal: gestures.signal });
    }
    setAlarm(created);
    return () => {
      gestures.abort();
      created.close();
    };
  }, []);

  useEffect(() => {
    if (alarm === null || !ringing) return;
    alarm.start();
    return () => alarm.stop();
  }, [alarm, ringing]);

  const soundReady = useSyncExternalStore(
    alarm?.subscribe ?? never,
    () => alarm?.ready() ?? false,
    () => false,
  );
  return { soundReady, unlock: () => alarm?.unlock() };
}
