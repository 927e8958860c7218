'use client';

import { useSyncExternalStore } from 'react';

/** The `desk` breakpoint of tailwind.config.ts. */
const QUERY = '(min-width: 900px)';

/** Whether the panes stand beside each other. The server does not know and says yes. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(QUERY).matches,
    () => true,
  );
}

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(QUERY);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
