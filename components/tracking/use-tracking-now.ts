'use client';

import { useEffect, useState } from 'react';
import { useTracking } from '#components/live/tracking-provider.tsx';

/** The server's time, renewed every so often; the first render has the server's own, so that both agree. */
export function useTrackingNow(initialMs: number, everyMs: number): number {
  const { serverNowMs } = useTracking();
  const [nowMs, setNowMs] = useState(initialMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(serverNowMs()), everyMs);
    return () => clearInterval(timer);
  }, [serverNowMs, everyMs]);
  return nowMs;
}
