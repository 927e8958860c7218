'use client';

import { useMemo } from 'react';
import { useLocateDriver } from '#components/drivers/use-locate-driver.ts';
import { useLiveStore, useOffers, useTickets } from '#components/live/use-live.ts';
import { ticketQueue, type QueueFilter, type TicketQueue } from './ticket-queue.ts';

/** @param nowMs the server's clock at the resolution at which the queue should judge lateness */
export function useTicketQueue(filter: QueueFilter, search: string, nowMs: number): TicketQueue {
  const tickets = useTickets();
  const offers = useOffers();
  const locate = useLocateDriver();
  const { limits } = useLiveStore().fleet;
  return useMemo(
    () =>
      ticketQueue({
        tickets: tickets.values(),
        offers: offers.values(),
        locate,
        filter,
        search,
        nowMs,
        limits,
      }),
    [tickets, offers, locate, filter, search, nowMs, limits],
  );
}
