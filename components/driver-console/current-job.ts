import { isActive, settableStatuses, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

export type ForwardStep = 'en_route' | 'on_site' | 'in_service' | 'completed';
export type EndingStep = 'unsuccessful' | 'gone_on_arrival';

export interface JobSteps {
  /** The one big button. */
  readonly next: ForwardStep | null;
  /** The ways in which a job fails, behind a menu. */
  readonly endings: readonly EndingStep[];
}

/** The steps that the ticket's own driver may take now. */
export function jobSteps(status: TicketStatus): JobSteps {
  const settable = settableStatuses(status, 'driver');
  return { next: settable.find(isForward) ?? null, endings: settable.filter(isEnding) };
}

const isForward = (status: TicketStatus): status is ForwardStep =>
  status === 'en_route' || status === 'on_site' || status === 'in_service' || status === 'completed';

const isEnding = (status: TicketStatus): status is EndingStep =>
  status === 'unsuccessful' || status === 'gone_on_arrival';

const PROGRESS: Readonly<Partial<Record<TicketStatus, number>>> = {
  in_service: 3,
  on_site: 2,
  en_route: 1,
  assigned: 0,
};

/** The driver's jobs, the one furthest along first, then the one that was assigned first. */
export function jobsOf(tickets: Iterable<Ticket>, driverId: number): readonly Ticket[] {
  const jobs: Ticket[] = [];
  for (const ticket of tickets) {
    if (ticket.driver?.id === driverId && isActive(ticket.status)) jobs.push(ticket);
  }
  return jobs.sort(
    (a, b) =>
      (PROGRESS[b.status] ?? 0) - (PROGRESS[a.status] ?? 0) ||
      (a.assigned_at ?? '').localeCompare(b.assigned_at ?? '') ||
      a.id - b.id,
  );
}

export type JobEnding = 'completed' | EndingStep | 'canceled' | 'expired' | 'takenAway';

/**
 * What became of a job that the driver had a moment ago.
 * @param ticket as it is now; undefined once the driver may not see it any more
 */
export function jobEnding(ticket: Ticket | undefined): JobEnding {
  switch (ticket?.status) {
    case 'completed':
    case 'unsuccessful':
    case 'gone_on_arrival':
    case 'canceled':
    case 'expired':
      return ticket.status;
    default:
      return 'takenAway';
  }
}
