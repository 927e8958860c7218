import { RelativeTime } from '#components/ui/relative-time.tsx';
import { customer } from '#lib/messages/en/customer.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** One line about a request that is over. */
export function PastRequest({ ticket }: { readonly ticket: Ticket }) {
  return (
    <p className="flex items-baseline gap-3 px-4 py-3 text-body">
      <span className="min-w-0 flex-1">
        <span className="font-medium">{customer.service[ticket.service_type]}</span>
        <span className="text-muted"> · {ticketWords.status[ticket.status]}</span>
      </span>
      <RelativeTime iso={ticket.ended_at ?? ticket.updated_at} className="shrink-0 text-dense text-muted" />
    </p>
  );
}
