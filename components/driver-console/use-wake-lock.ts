'use client';

import { useEffect, useState } from 'react';

/** Keeps the screen on while `wanted`. Returns whether the browser does it now. */
export function useWakeLock(wanted: boolean): boolean {
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (!wanted || !('wakeLock' in navigator)) return;
    const closing = new AbortController();
    let lock: WakeLockSentinel | null = null;

    // The browser takes the lock away whenever the page is hidden; it is asked for again on return.
    const request = async () => {
      if (document.visibilityState !== 'visible' || (lock !== null && !lock.released)) return;
      const granted = await navigator.wakeLock.request('screen').catch(() => null);
      if (closing.signal.aborted) {
        await granted?.release();
        return;
      }
      lock = granted;
      setHeld(granted !== null);
      granted?.addEventListener('release', () => setHeld(false), { signal: closing.signal });
    };
    document.addEventListener('visibilitychange', () => void request(), { signal: closing.signal });
    void request();
    return () => {
      closing.abort();
      setHeld(false);
      void lock?.release();
    };
  }, [wanted]);

  return held;
}
