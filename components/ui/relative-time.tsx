'use client';

import { useSyncExternalStore } from 'react';
import { formatAbsoluteTime, formatRelativeTime } from './time-format.ts';

export interface RelativeTimeProps {
  readonly iso: string;
  readonly className?: string | undefined;
}

/** "3 min ago", kept true while it is shown; the absolute time on hover and for assistive technology. */
export function RelativeTime({ iso, className }: RelativeTimeProps) {
  const nowMs = useSyncExternalStore(subscribeToTick, readTick, readServerTick);
  // The server does not know the reader's time zone: the absolute time appears with the first script.
  const isHydrated = useSyncExternalStore(subscribeToNothing, isTrue, isFalse);
  return (
    <time
      dateTime={iso}
      title={isHydrated ? formatAbsoluteTime(iso) : undefined}
      className={className}
      suppressHydrationWarning
    >
      {formatRelativeTime(Date.parse(iso), nowMs)}
    </time>
  );
}

/** One timer for every relative time on the page, running only while one is shown. */
const TICK_MS = 5_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tickMs = 0;

function subscribeToTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    tickMs = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0 && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
      tickMs = 0;
    }
  };
}

function readTick(): number {
  if (tickMs === 0) tickMs = Date.now();
  return tickMs;
}

/** In steps, because it has to answer the same as long as one page renders. */
const readServerTick = () => Math.floor(Date.now() / TICK_MS) * TICK_MS;

const subscribeToNothing = () => () => undefined;
const isTrue = () => true;
const isFalse = () => false;
