'use client';

import { Inbox } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { FilterBar } from '#components/dispatch/filter-bar.tsx';
import { SearchField } from '#components/dispatch/search-field.tsx';
import { VirtualList } from '#components/dispatch/virtual-list.tsx';
import { useServerNowMs } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import { QUEUE_FILTERS, type QueueRow } from './ticket-queue.ts';
import { TICKET_ROW_PX, TicketRow } from './ticket-row.tsx';
import { useTicketQueue } from './use-ticket-queue.ts';

const keyOf = (row: QueueRow) => row.ticket.id;

/** The queue: filters, search and the list "Tickets". */
export function TicketList() {
  const { selection, select, queueFilter, setQueueFilter, setListedIds } = useDesk();
  const [search, setSearch] = useState('');
  const nowMs = useServerNowMs(5_000);
  const { rows, counts } = useTicketQueue(queueFilter, useDeferredValue(search), nowMs);
  const ids = useMemo(() => rows.map(keyOf), [rows]);
  useEffect(() => setListedIds('ticket', ids), [ids, setListedIds]);
  const onSelect = useCallback((id: number) => select({ kind: 'ticket', id }), [select]);
  const selectedId = selection.kind === 'ticket' ? selection.id : null;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <SearchField
        label={words.search}
        placeholder={words.searchPlaceholder}
        value={search}
        onChange={setSearch}
      />
      <FilterBar
        label={words.filters.label}
        choices={QUEUE_FILTERS.map((value) => ({ value, label: words.filters[value], count: counts[value] }))}
        value={queueFilter}
        onChange={setQueueFilter}
      />
      <div className="min-h-0 flex-1 border-t border-line">
        {rows.length > 0 ? (
          <VirtualList
            key={queueFilter}
            label={words.list}
            rows={rows}
            keyOf={keyOf}
            rowHeightPx={TICKET_ROW_PX}
            selectedKey={selectedId}
            renderRow={(row) => (
              <TicketRow
                row={row}
                selected={row.ticket.id === selectedId}
                ageMs={nowMs - Date.parse(row.ticket.ended_at ?? row.ticket.created_at)}
                onSelect={onSelect}
              />
            )}
          />
        ) : search === '' ? (
          <EmptyState
            icon={<Inbox />}
            title={words.emptyTitle[queueFilter]}
            body={words.emptyBody[queueFilter]}
          />
        ) : (
          <EmptyState
            title={words.noMatchTitle}
            body={words.noMatchBody(search)}
            action={
              <Button size="sm" onClick={() => setSearch('')}>
                {words.clearSearch}
              </Button>
            }
          />
        )}
      </div>
    </div>
  );
}
