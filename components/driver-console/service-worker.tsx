'use client';

import { useEffect } from 'react';

/** Makes the console installable and gives it an offline page. Files of a development server are not kept. */
export function ServiceWorker() {
  useEffect(() => {
    if (process.env.NODE_ENV !== 'production' || !('serviceWorker' in navigator)) return;
    // A browser that refuses it (private window, storage full) loses the offline page and nothing else.
    navigator.serviceWorker.register('/sw.js', { scope: '/driver' }).catch((error: unknown) => {
      console.warn('The offline page is not available.', error);
    });
  }, []);
  return null;
}
