'use client';

import { Inbox } from 'lucide-react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { FilteredList } from '#components/dispatch/filtered-list.tsx';
import { Button } from '#components/ui/button.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import { useQueueView } from './queue-context.tsx';
import { QUEUE_FILTERS, type QueueRow } from './ticket-queue.ts';
import { TICKET_ROW_PX, TicketRow } from './ticket-row.tsx';

const keyOf = (row: QueueRow) => row.ticket.id;

/** The queue: filters, search and the list "Tickets". */
export function TicketList() {
  const { queueFilter, setQueueFilter, queueSearch, setQueueSearch } = useDesk();
  const { rows, counts, nowMs } = useQueueView();
  return (
    <FilteredList
      kind="ticket"
      words={words}
      search={queueSearch}
      onSearch={setQueueSearch}
      filters={QUEUE_FILTERS}
      filter={queueFilter}
      onFilter={setQueueFilter}
      counts={counts}
      rows={rows}
      keyOf={keyOf}
      rowHeightPx={TICKET_ROW_PX}
      renderRow={(row, { selected, onSelect }) => (
        <TicketRow
          row={row}
          selected={selected}
          ageMs={nowMs - Date.parse(row.ticket.ended_at ?? row.ticket.created_at)}
          onSelect={onSelect}
        />
      )}
      empty={
        queueSearch === ''
          ? { icon: <Inbox />, title: words.emptyTitle[queueFilter], body: words.emptyBody[queueFilter] }
          : {
              title: words.noMatchTitle,
              body: words.noMatchBody(queueSearch),
              action: (
                <Button size="sm" onClick={() => setQueueSearch('')}>
                  {words.clearSearch}
                </Button>
              ),
            }
      }
    />
  );
}
