'use client';

import { useEffect, useRef, useState } from 'react';
import { useHearDriver, useLocateDriver } from '#components/drivers/use-locate-driver.ts';
import { useConnection, useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { ticketQueue } from '#components/tickets/ticket-queue.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { createAnnouncementQueue } from './announcement-queue.ts';
import { notesBetween, watchTickets, writeManyNotes, type WatchedTicket } from './desk-notes.ts';

const MIN_GAP_MS = 5_000;
const TICK_MS = 1_000;
/** Lateness and silence come by time alone. */
const WATCH_MS = 2_000;

/** Tells a screen reader what matters and is shown by colour, shape or place alone; never what merely moves. */
export function Announcer() {
  const [queue] = useState(() => createAnnouncementQueue(MIN_GAP_MS, writeManyNotes));
  const [text, setText] = useState('');
  const { getState, fleet } = useLiveStore();
  const locate = useLocateDriver();
  const hear = useHearDriver();
  const nowMs = useServerNowMs(WATCH_MS);
  const before = useRef<ReadonlyMap<number, WatchedTicket>>(new Map());
  useEffect(() => {
    // Read by the clock and not with each change: what happens within two seconds is one piece of news.
    const { tickets, offers } = getState();
    const { rows } = ticketQueue({
      tickets: tickets.values(),
      offers: offers.values(),
      locate,
      filter: 'open',
      search: '',
      nowMs,
      limits: fleet.limits,
    });
    const watched = watchTickets(rows, hear, nowMs);
    for (const note of notesBetween(before.current, watched)) queue.add(note);
    before.current = watched;
  }, [queue, getState, fleet, locate, hear, nowMs]);

  const connected = useConnection().kind === 'live';
  const wasConnected = useRef<boolean | null>(null);
  useEffect(() => {
    // The first connection is no news.
    if (wasConnected.current === null && !connected) return;
    if (wasConnected.current !== null && wasConnected.current !== connected) {
      const kind = connected ? 'connection_back' : 'connection_lost';
      queue.add({ kind, subject: 0, sentence: dispatch.announce[kind] });
    }
    wasConnected.current = connected;
  }, [queue, connected]);

  useEffect(() => {
    // Emptied in between: the same sentence twice would not be read twice.
    const timer = setInterval(() => setText(queue.take(performance.now()) ?? ''), TICK_MS);
    return () => clearInterval(timer);
  }, [queue]);

  return (
    <p role="status" aria-label={dispatch.announcements} aria-live="polite" className="sr-only">
      {text}
    </p>
  );
}
