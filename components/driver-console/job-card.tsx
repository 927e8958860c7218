'use client';

import { MapPin, Navigation, Phone, StickyNote } from 'lucide-react';
import { useSyncExternalStore, type ReactNode } from 'react';
import { StatusBadge } from '#components/tickets/status-mark.tsx';
import { buttonClass } from '#components/ui/button.tsx';
import { Said } from '#components/ui/said.tsx';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import { driverConsole } from '#lib/messages/en/driver-console.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { navigationUrl, phoneUrl } from './place-links.ts';

const words = driverConsole.job;

/** Who waits where for what. */
export function JobCard({ ticket, more }: { readonly ticket: Ticket; readonly more: number }) {
  const hint = hintOf(ticket.status);
  return (
    <div className="space-y-4 px-4 py-4">
      <header>
        <p className="flex flex-wrap items-center gap-2 text-dense text-muted">
          <StatusBadge status={ticket.status} />
          <span>{words.reference(ticket.reference)}</span>
          {ticket.priority !== 'normal' && <span>{ticketWords.priority[ticket.priority]}</span>}
        </p>
        <h2 className="mt-1 text-2xl font-semibold">{ticketWords.service[ticket.service_type]}</h2>
        {hint !== null && <p className="mt-1 text-body text-muted">{hint}</p>}
      </header>

      <Said label={words.fromDispatch} update={ticket.latest_update} />

      <Row icon={<MapPin aria-hidden="true" />} label={words.place}>
        <p className="text-base">{ticket.location.address ?? words.noAddress}</p>
        <NavigateLink ticket={ticket} />
      </Row>

      <Row icon={<Phone aria-hidden="true" />} label={words.customer}>
        <p className="text-base">{ticket.customer.name}</p>
        {ticket.customer.phone === null ? (
          <p className="text-dense text-muted">{words.noPhone}</p>
        ) : (
          <a
            href={phoneUrl(ticket.customer.phone)}
            aria-label={words.call(ticket.customer.name)}
            className={buttonClass({ size: 'lg' })}
          >
            {ticket.customer.phone}
          </a>
        )}
      </Row>

      {ticket.notes !== null && ticket.notes !== '' && (
        <Row icon={<StickyNote aria-hidden="true" />} label={words.notes}>
          <p className="basis-full text-base whitespace-pre-line">{ticket.notes}</p>
        </Row>
      )}
      {more > 0 && (
        <p className="text-dense text-muted">{more === 1 ? words.oneMore : words.moreJobs(more)}</p>
      )}
    </div>
  );
}

function Row({
  icon,
  label,
  children,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      className="flex gap-3 [&>svg]:mt-1 [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-muted"
    >
      {icon}
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-3 gap-y-2">
        {children}
      </div>
    </section>
  );
}

const never = () => () => undefined;

function NavigateLink({ ticket }: { readonly ticket: Ticket }) {
  // The server does not know the device: it renders the address that works everywhere.
  const userAgent = useSyncExternalStore(
    never,
    () => navigator.userAgent,
    () => '',
  );
  return (
    <a
      href={navigationUrl(ticket.location, userAgent)}
      target="_blank"
      rel="noreferrer"
      title={words.navigateHint}
      className={buttonClass({ size: 'lg' })}
    >
      <Navigation aria-hidden="true" className="size-4" />
      {words.navigate}
    </a>
  );
}

function hintOf(status: TicketStatus): string | null {
  switch (status) {
    case 'assigned':
    case 'en_route':
    case 'on_site':
    case 'in_service':
      return words.hints[status];
    default:
      return null;
  }
}
