import { canTransition, settableStatuses, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** What a dispatcher may do with a ticket as it is now; nothing else is put on the screen. */
export interface TicketActions {
  readonly offer: boolean;
  /** `reassign`: somebody has it already. */
  readonly assign: 'assign' | 'reassign' | null;
  /** `unassign` takes it from its driver, `withdraw` takes back an offer that is still open. */
  readonly release: 'unassign' | 'withdraw' | null;
  /** The usual next step first, then the ways in which a job can fail. */
  readonly steps: readonly TicketStatus[];
  readonly cancel: boolean;
  readonly edit: boolean;
}

const OWN_COMMAND: ReadonlySet<TicketStatus> = new Set(['created', 'canceled']);

export function ticketActions(ticket: Pick<Ticket, 'status'>): TicketActions {
  const { status } = ticket;
  const settable = settableStatuses(status, 'dispatcher');
  return {
    offer: status === 'created' || status === 'offered',
    assign: canTransition(status, 'assigned')
      ? status === 'assigned' || status === 'en_route'
        ? 'reassign'
        : 'assign'
      : null,
    release: canTransition(status, 'created') ? (status === 'offered' ? 'withdraw' : 'unassign') : null,
    steps: settable.filter((next) => !OWN_COMMAND.has(next)),
    cancel: settable.includes('canceled'),
    edit: settable.length > 0,
  };
}

/** What a pushed update may set: every plain step; giving a ticket back to the queue is a command of its own. */
export const pushableStatuses = ({ status }: Pick<Ticket, 'status'>): readonly TicketStatus[] =>
  settableStatuses(status, 'dispatcher').filter((next) => next !== 'created');

/** The step that a job takes when all goes well; the others are the ways in which it fails. */
const FORWARD: ReadonlySet<TicketStatus> = new Set(['en_route', 'on_site', 'in_service', 'completed']);
export const isForwardStep = (status: TicketStatus): boolean => FORWARD.has(status);
