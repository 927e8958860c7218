import type { events } from '#backend/db/schema.ts';
import { trackingView } from '#backend/commands/tracking-view.ts';
import {
  customerChannel,
  driverChannel,
  FLEET_CHANNEL,
  matterChannel,
  ticketChannel,
  trackingChannel,
} from '#lib/protocol/channels.ts';
import type { Position } from '#lib/protocol/driver.ts';
import { MAX_EVENT_BYTES, type EventName } from '#lib/protocol/events.ts';
import { projectTicket } from '#lib/protocol/projection.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

export type EventRow = typeof events.$inferSelect;

export interface OutgoingEvent {
  readonly channels: readonly string[];
  readonly event: EventName;
  readonly data: unknown;
}

/** What routing needs to know beside the row. */
export interface RoutingContext {
  readonly nowMs: number;
  /** Live tracking links by ticket. */
  readonly links: ReadonlyMap<number, readonly { readonly id: number; readonly expiresAt: Date }[]>;
  /** Newest fix by driver. */
  readonly positions: ReadonlyMap<number, Position>;
}

/**
 * Where one committed event row goes, each channel in its readers' projection. Pure: the same row and
 * context give the same events, so that publishing again after a crash repeats and changes nothing.
 */
export function routeEvent(row: EventRow, context: RoutingContext): OutgoingEvent[] {
  const { ticket, offer, driver } = row.snapshot;
  switch (row.type) {
    case 'ticket.created':
    case 'ticket.updated':
    case 'ticket.offered':
    case 'ticket.assigned':
      return ticket === undefined ? [] : routeTicket(row.type, ticket, row.formerDriverId, context);
    case 'offer.created':
    case 'offer.updated':
      return offer === undefined ? [] : [fitting([driverChannel(offer.driver_id)], row.type, offer)];
    case 'driver.updated':
      return driver === undefined
        ? []
        : [fitting([FLEET_CHANNEL, driverChannel(driver.id)], 'driver.updated', driver)];
    default:
      // Rows that only the timeline, the webhooks or the sweeps read.
      return [];
  }
}

type TicketEventName = Extract<EventName, `ticket.${string}`>;

function routeTicket(
  event: TicketEventName,
  ticket: Ticket,
  formerDriverId: number | null,
  context: RoutingContext,
): OutgoingEvent[] {
  const out: OutgoingEvent[] = [fitting([FLEET_CHANNEL], event, ticket)];
  // Nobody can have joined the channel of a ticket that did not exist.
  if (event !== 'ticket.created') {
    const forPeople = projectTicket(ticket, 'people');
    out.push(fitting([ticketChannel(ticket.id), matterChannel(ticket.id)], event, forPeople));
  }
  if (event === 'ticket.offered' || event === 'ticket.assigned')
    out.push(fitting([customerChannel(ticket.customer.id)], event, projectTicket(ticket, 'customer')));
  if (ticket.driver !== null)
    out.push(fitting([driverChannel(ticket.driver.id)], 'ticket.updated', projectTicket(ticket, 'driver')));
  // Who lost the ticket learns that it has another driver, or none, and nothing else that is private.
  if (formerDriverId !== null && formerDriverId !== ticket.driver?.id)
    out.push(fitting([driverChannel(formerDriverId)], 'ticket.updated', projectTicket(ticket, 'people')));
  const position = ticket.driver === null ? null : (context.positions.get(ticket.driver.id) ?? null);
  for (const link of context.links.get(ticket.id) ?? [])
    out.push({
      channels: [trackingChannel(link.id)],
      event: 'ticket.updated',
      data: trackingView(ticket, link, position, context.nowMs),
    });
  return out;
}

/** The event with its resource, or with only id and version where that would be too large for brokers. */
function fitting(
  channels: readonly string[],
  event: EventName,
  resource: { readonly id: number; readonly version: number },
): OutgoingEvent {
  const fits = Buffer.byteLength(JSON.stringify(resource)) < MAX_EVENT_BYTES;
  return { channels, event, data: fits ? resource : { id: resource.id, version: resource.version } };
}
