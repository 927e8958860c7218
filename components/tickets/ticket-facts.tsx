'use client';

import { Copy, Phone } from 'lucide-react';
import { toast } from 'sonner';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { DetailSection, Fact } from '#components/dispatch/detail-frame.tsx';
import { driverPath } from '#components/dispatch/desk-selection.ts';
import { PositionAge } from '#components/drivers/position-age.tsx';
import { vehicleLine } from '#components/drivers/driver-row.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { drivers as driverWords } from '#lib/messages/en/drivers.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { ServiceIcon } from './service-icon.tsx';
import { writeCoordinates } from './ticket-draft.ts';

/** Who, where, what and with whom. */
export function TicketFacts({ ticket }: { readonly ticket: Ticket }) {
  const { customer, location, driver } = ticket;
  const coordinates = writeCoordinates(location);
  return (
    <>
      <DetailSection title={words.section.customer}>
        <div className="flex items-center gap-2 text-body">
          <span className="min-w-0 flex-1 truncate font-medium text-ink">{customer.name}</span>
          {customer.phone !== null && <PhoneLink name={customer.name} phone={customer.phone} />}
        </div>
      </DetailSection>
      <DetailSection title={words.section.place}>
        <p className="text-body font-medium text-ink">{location.address ?? words.noAddress}</p>
        <p className="flex items-center gap-1 text-dense text-muted tabular-nums">
          {coordinates}
          <IconButton
            label={words.copyCoordinates}
            icon={<Copy />}
            size="sm"
            className="-my-1 [&_svg]:size-3.5"
            onClick={() => void copyText(coordinates)}
          />
        </p>
      </DetailSection>
      {driver !== null && <TicketDriver driver={driver} />}
      <DetailSection title={words.section.job}>
        <dl>
          <Fact name={words.serviceName}>
            <span className="inline-flex items-center gap-1.5">
              <ServiceIcon type={ticket.service_type} className="size-3.5 text-muted" />
              {words.service[ticket.service_type]}
            </span>
          </Fact>
          <Fact name={words.priorityName}>{words.priority[ticket.priority]}</Fact>
          {ticket.due_at !== null && (
            <Fact name={words.due}>
              <RelativeTime iso={ticket.due_at} />
            </Fact>
          )}
          {ticket.notes !== null && (
            <Fact name={words.notes}>
              <span className="whitespace-pre-wrap">{ticket.notes}</span>
            </Fact>
          )}
          <Fact name={words.createdAt}>
            <RelativeTime iso={ticket.created_at} />
          </Fact>
          {ticket.ended_at !== null && (
            <Fact name={words.endedAt}>
              <RelativeTime iso={ticket.ended_at} />
            </Fact>
          )}
          {ticket.end_reason !== null && <Fact name={words.endReason}>{ticket.end_reason}</Fact>}
        </dl>
        {ticket.rating !== null && <p className="mt-1 text-dense text-ink">{words.rating(ticket.rating)}</p>}
      </DetailSection>
    </>
  );
}

function TicketDriver({ driver }: { readonly driver: NonNullable<Ticket['driver']> }) {
  const { select, followedDriverId, follow } = useDesk();
  const following = followedDriverId === driver.id;
  return (
    <DetailSection
      title={words.section.driver}
      aside={
        <button
          type="button"
          aria-pressed={following}
          aria-keyshortcuts="f"
          onClick={() => follow(following ? null : driver.id)}
          className="rounded text-xs font-medium text-accent hover:underline"
        >
          {following ? words.actions.unfollow : words.actions.follow}
        </button>
      }
    >
      <div className="flex items-center gap-2 text-body">
        <a
          href={driverPath(driver.id)}
          aria-label={words.showDriver(driver.name)}
          className="min-w-0 flex-1 truncate font-medium text-ink underline decoration-line-strong underline-offset-2 hover:decoration-accent"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            select({ kind: 'driver', id: driver.id });
          }}
        >
          {driver.name}
        </a>
        {driver.phone !== null && <PhoneLink name={driver.name} phone={driver.phone} />}
      </div>
      <p className="text-dense text-muted">{vehicleLine(driver.vehicle)}</p>
      <p className="text-dense text-muted">
        {driverWords.age}: <PositionAge driverId={driver.id} />
      </p>
    </DetailSection>
  );
}

export function PhoneLink({ name, phone }: { readonly name: string; readonly phone: string }) {
  return (
    <a
      href={`tel:${phone.replaceAll(/[^\d+]/gu, '')}`}
      aria-label={words.call(name)}
      className="inline-flex shrink-0 items-center gap-1.5 rounded text-dense text-accent tabular-nums hover:underline"
    >
      <Phone aria-hidden="true" className="size-3.5" />
      {phone}
    </a>
  );
}

/** Pages without a secure origin may not write the clipboard: then it says so. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast(words.copied);
  } catch {
    toast(words.copyFailed);
  }
}
