'use client';

import { X } from 'lucide-react';
import { useState } from 'react';
import { isNarrow, WHOLE_FLEET } from '#components/drivers/fleet-filter.ts';
import { useFleetView } from '#components/drivers/roster-context.tsx';
import { useTickets } from '#components/live/use-live.ts';
import { useQueueView } from '#components/tickets/queue-context.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { useDesk } from './desk-context.ts';
import { writeCount } from './measures.ts';

/** On the map while a filter hides something of it, so that nobody takes the rest for gone. */
export function ShownLines() {
  const { fleetFilter, setFleetFilter, queueFilter, queueSearch, setQueueFilter, setQueueSearch } = useDesk();
  const view = useFleetView();
  const { rows, pinnedIds } = useQueueView();
  const tickets = useTickets();
  let open = 0;
  for (const { status } of tickets.values()) if (!isEnded(status)) open += 1;
  const { shown } = dispatch;
  return (
    <>
      {view !== null && isNarrow(fleetFilter) && view.rows.length < view.total && (
        <ShownLine
          // Another filter is another thing to know of.
          key={JSON.stringify({ ...fleetFilter, driverIds: fleetFilter.driverIds?.size })}
          text={shown.drivers(writeCount(view.rows.length), writeCount(view.total))}
          clearLabel={shown.allDrivers}
          onClear={() => setFleetFilter(WHOLE_FLEET)}
        />
      )}
      {pinnedIds !== null && (queueFilter === 'ended' || rows.length < open) && (
        <ShownLine
          key={`${queueFilter} ${queueSearch}`}
          text={
            queueFilter === 'ended'
              ? shown.endedTickets(writeCount(pinnedIds.size))
              : shown.tickets(writeCount(rows.length), writeCount(open))
          }
          clearLabel={shown.allTickets}
          onClear={() => {
            setQueueFilter('open');
            setQueueSearch('');
          }}
        />
      )}
    </>
  );
}

function ShownLine({
  text,
  clearLabel,
  onClear,
}: {
  readonly text: string;
  readonly clearLabel: string;
  readonly onClear: () => void;
}) {
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <div className="pointer-events-auto flex items-center gap-1 rounded-md bg-raised ps-2.5 text-dense text-ink shadow-panel">
      <p className="whitespace-nowrap tabular-nums">{text}</p>
      <Button
        size="sm"
        variant="ghost"
        aria-label={clearLabel}
        className="px-1.5 text-accent"
        onClick={onClear}
      >
        {dispatch.shown.all}
      </Button>
      <IconButton
        size="sm"
        label={dispatch.shown.dismiss}
        icon={<X aria-hidden="true" />}
        onClick={() => setDismissed(true)}
      />
    </div>
  );
}
