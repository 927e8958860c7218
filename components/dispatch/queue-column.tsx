'use client';

import { Plus, TriangleAlert } from 'lucide-react';
import { DriverList } from '#components/drivers/driver-list.tsx';
import { useConnection, useDrivers, useTickets } from '#components/live/use-live.ts';
import { TicketList } from '#components/tickets/ticket-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { TabPanel, Tabs } from '#components/ui/tabs.tsx';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { drivers as driverWords } from '#lib/messages/en/drivers.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import { useDesk } from './desk-context.ts';

/** The left column: tickets or drivers, and a word when they are not current. */
export function QueueColumn() {
  const { tab, setTab, setCreating } = useDesk();
  const tickets = useTickets();
  const drivers = useDrivers();
  let open = 0;
  for (const ticket of tickets.values()) if (!isEnded(ticket.status)) open += 1;
  return (
    <section aria-label={dispatch.queue} className="relative flex h-full min-h-0 flex-col bg-surface">
      <Tabs
        label={dispatch.tabs}
        value={tab}
        onValueChange={setTab}
        className="min-h-0 flex-1"
        tabs={[
          { value: 'tickets', label: ticketWords.list, count: open },
          { value: 'drivers', label: driverWords.list, count: drivers.size },
        ]}
      >
        <TabPanel value="tickets">
          <TicketList />
        </TabPanel>
        <TabPanel value="drivers">
          <DriverList />
        </TabPanel>
      </Tabs>
      <Button
        size="sm"
        variant="primary"
        aria-keyshortcuts="n"
        className="absolute end-3 top-1"
        onClick={() => setCreating(true)}
      >
        <Plus aria-hidden="true" className="size-4" />
        {ticketWords.newTicket}
      </Button>
      <OutOfDate />
    </section>
  );
}

/** Under the list, so that nothing in it moves when the connection comes and goes. */
function OutOfDate() {
  const { kind } = useConnection();
  if (kind === 'live') return null;
  return (
    <p
      // A moment of connecting is not worth a sentence: it fades in after three seconds.
      className="flex shrink-0 animate-[desk-appear_200ms_3s_both] items-center gap-2 border-t border-line bg-warn-soft px-3 py-2 text-dense text-warn"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
      {dispatch.outOfDate[kind]}
    </p>
  );
}
