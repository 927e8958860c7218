'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { createOfferAlarm } from './offer-alarm.ts';

/** Rings while `ringing`; the first tap or key anywhere in the page unlocks the sound. */
export function useOfferAlarm(ringing: boolean): {
  readonly soundReady: boolean;
  readonly unlock: () => void;
} {
  const [alarm] = useState(createOfferAlarm);

  useEffect(() => {
    const gestures = new AbortController();
    for (const gesture of ['pointerup', 'keydown']) {
      window.addEventListener(gesture, () => alarm.unlock(), { signal: gestures.signal });
    }
    return () => {
      gestures.abort();
      alarm.close();
    };
  }, [alarm]);

  useEffect(() => {
    if (!ringing) return;
    alarm.start();
    return () => alarm.stop();
  }, [alarm, ringing]);

  const soundReady = useSyncExternalStore(alarm.subscribe, alarm.ready, () => false);
  return { soundReady, unlock: alarm.unlock };
}
