'use client';

import { clsx } from 'clsx';
import { memo } from 'react';
import { writeShortDuration } from '#components/dispatch/measures.ts';
import { ticketPath } from '#components/dispatch/desk-selection.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { AttentionMark } from './attention-mark.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { ServiceIcon } from './service-icon.tsx';
import { StatusMark } from './status-mark.tsx';
import type { QueueRow } from './ticket-queue.ts';

export const TICKET_ROW_PX = 58;

/** One ticket of the queue in two lines: what and who, where and how long. */
export const TicketRow = memo(function TicketRow({
  row: { ticket, attention },
  selected,
  ageMs,
  onSelect,
}: {
  readonly row: QueueRow;
  readonly selected: boolean;
  /** How long it has waited, or since it ended. */
  readonly ageMs: number;
  readonly onSelect: (ticketId: number) => void;
}) {
  return (
    <a
      href={ticketPath(ticket.id)}
      aria-current={selected ? 'true' : undefined}
      onClick={(event) => {
        // A new tab or window is the browser's business.
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onSelect(ticket.id);
      }}
      className={clsx(
        'flex h-full flex-col justify-center gap-1 border-b border-line ps-3 pe-3 text-dense no-underline',
        'focus-visible:-outline-offset-2',
        selected
          ? 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)] rtl:shadow-[inset_-3px_0_0_var(--accent)]'
          : 'hover:bg-sunken',
      )}
    >
      <span className="flex items-center gap-2">
        <ServiceIcon type={ticket.service_type} className="size-4 shrink-0 text-muted" />
        <span className="shrink-0 font-semibold text-ink tabular-nums">{ticket.reference}</span>
        <PriorityMark priority={ticket.priority} />
        <span className="min-w-0 flex-1 truncate text-ink">{ticket.customer.name}</span>
        {attention === null || attention.kind === 'running_late' || attention.kind === 'no_signal' ? (
          <StatusMark status={ticket.status} className="text-xs font-medium" />
        ) : (
          <AttentionMark attention={attention} />
        )}
      </span>
      <span className="flex items-center gap-2 text-muted">
        <span className="min-w-0 flex-1 truncate ps-6">{placeLine(ticket)}</span>
        {(attention?.kind === 'no_signal' || attention?.kind === 'running_late') && (
          <AttentionMark attention={attention} />
        )}
        <span className="shrink-0 text-xs tabular-nums" title={words.waited(writeShortDuration(ageMs))}>
          {writeShortDuration(ageMs)}
        </span>
      </span>
    </a>
  );
});

function placeLine(ticket: Ticket): string {
  const place = ticket.location.address ?? words.service[ticket.service_type];
  return ticket.driver && !isEnded(ticket.status) ? `${ticket.driver.name} · ${place}` : place;
}
