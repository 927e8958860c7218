import {
  isCustomerCancelable,
  isEnded,
  sharesPosition,
  type TicketStatus,
} from '#lib/domain/ticket-status.ts';
import type { Position } from '#lib/protocol/driver.ts';
import { firstName } from '#lib/protocol/projection.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';

/** How long after an end the link still shows the steps and takes a rating. */
export const LINK_SHOWS_END_FOR_MS = 2 * 3_600_000;

/** The steps of a job that goes well, in the customer's eyes: being offered is still being created. */
const STEPS = ['created', 'assigned', 'en_route', 'on_site', 'in_service', 'completed'] as const;

/**
 * What the holder of a tracking link sees: no phone, no notes, no full name, and the driver's position
 * only from `en_route` through `in_service`.
 * @param ticket the staff view
 * @param position the driver's newest fix, whatever the state; it is left out here when it must be
 */
export function trackingView(
  ticket: Ticket,
  link: { readonly id: number; readonly expiresAt: Date },
  position: Position | null,
  nowMs: number,
): TrackingView {
  const shared = sharesPosition(ticket.status);
  const showsDriver = ticket.driver !== null && !isEnded(ticket.status);
  return {
    link_id: link.id,
    ticket_version: ticket.version,
    reference: ticket.reference,
    service_type: ticket.service_type,
    status: ticket.status,
    steps: stepsOf(ticket),
    sentence: sentenceOf(ticket),
    driver:
      showsDriver && ticket.driver
        ? {
            first_name: firstName(ticket.driver.name),
            vehicle: ticket.driver.vehicle,
            plate: ticket.driver.vehicle.plate,
          }
        : null,
    position: shared ? position : null,
    eta: shared ? ticket.eta : null,
    destination: ticket.location,
    rating: ticket.rating,
    update: ticket.latest_update ? { note: ticket.latest_update.note, at: ticket.latest_update.at } : null,
    can: actionsOf(ticket, nowMs),
    expires_at: link.expiresAt.toISOString(),
  };
}

function actionsOf(ticket: Ticket, nowMs: number): TrackingView['can'] {
  const can: TrackingView['can'] = [];
  if (canRate(ticket, nowMs)) can.push('rate');
  if (isCustomerCancelable(ticket.status)) can.push('pickup', 'cancel');
  return can;
}

/** Once, for a finished job, while the link still shows it. */
export const canRate = (ticket: Pick<Ticket, 'status' | 'rating' | 'ended_at'>, nowMs: number): boolean =>
  ticket.status === 'completed' && ticket.rating === null && !isPastEnd(ticket.ended_at, nowMs);

export const isPastEnd = (endedAt: string | null, nowMs: number): boolean =>
  endedAt !== null && nowMs >= Date.parse(endedAt) + LINK_SHOWS_END_FOR_MS;

function timeOf(ticket: Ticket, status: (typeof STEPS)[number]): string | null {
  switch (status) {
    case 'created':
      return ticket.created_at;
    case 'assigned':
      return ticket.assigned_at;
    case 'en_route':
      return ticket.en_route_at;
    case 'on_site':
      return ticket.on_site_at;
    case 'in_service':
      return ticket.in_service_at;
    case 'completed':
      return ticket.ended_at;
  }
}

function stepsOf(ticket: Ticket): TrackingView['steps'] {
  const endedBadly = isEnded(ticket.status) && ticket.status !== 'completed';
  if (endedBadly) {
    const done = STEPS.filter((status) => status !== 'completed' && timeOf(ticket, status) !== null).map(
      (status) => ({ status, state: 'done' as const, at: timeOf(ticket, status) }),
    );
    return [...done, { status: ticket.status, state: 'current', at: ticket.ended_at }];
  }
  const shown: TicketStatus = ticket.status === 'offered' ? 'created' : ticket.status;
  const reached = STEPS.findIndex((status) => status === shown);
  return STEPS.map((status, index) => ({
    status,
    state: index < reached ? 'done' : index === reached ? 'current' : 'todo',
    at: index <= reached ? timeOf(ticket, status) : null,
  }));
}

function sentenceOf(ticket: Ticket): string {
  const driver = ticket.driver ? firstName(ticket.driver.name) : 'Your driver';
  switch (ticket.status) {
    case 'created':
    case 'offered':
      return 'We are finding a driver for you.';
    case 'assigned':
      return `${driver} has your job and will set off soon.`;
    case 'en_route':
      return `${driver} is on the way to you.`;
    case 'on_site':
      return `${driver} has arrived.`;
    case 'in_service':
      return `${driver} is working on it.`;
    case 'completed':
      return 'The job is done. Thank you.';
    case 'unsuccessful':
      return 'The job could not be completed. Please call us.';
    case 'gone_on_arrival':
      return 'Nobody was there when the driver arrived.';
    case 'canceled':
      return 'This job was canceled.';
    case 'expired':
      return 'We could not find a driver in time. Please call us.';
  }
}
