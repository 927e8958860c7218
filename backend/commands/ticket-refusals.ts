import { loadTickets, type TicketRow } from '#backend/db/ticket-resource.ts';
import type { Actor } from '#backend/platform/backend.ts';
import { Refusal, type RefusalDetails } from '#backend/platform/refusal.ts';
import { nextStatuses, settableStatuses, type TicketStatus } from '#lib/domain/ticket-status.ts';
import { firstName } from '#lib/protocol/projection.ts';
import type { ChangeSet } from './change-set.ts';
import type { Scene } from './scene.ts';
import { isStaffActor, mayRead, ticketFor } from './visibility.ts';

/** What a person who lost a race or asked for an illegal step is told besides the sentence. */
async function situation(
  change: ChangeSet,
  ticket: TicketRow,
  scene: Scene | null,
  allowed: readonly TicketStatus[],
): Promise<RefusalDetails> {
  const { actor } = change;
  const holder = ticket.driverId === null ? undefined : scene?.drivers.get(ticket.driverId);
  const [resource] = mayRead(actor, ticket) ? await loadTickets(change.tx, [ticket.id], change.nowMs) : [];
  return {
    allowed,
    ...(resource && { current: ticketFor(actor, resource) }),
    ...(holder && {
      holder: { id: holder.id, name: isStaffActor(actor) ? holder.name : firstName(holder.name) },
    }),
  };
}

/** 409: the step from the ticket's state to `to` is not in the table, or not this role's to take. */
export async function illegalTransition(
  change: ChangeSet,
  ticket: TicketRow,
  to: TicketStatus,
  scene: Scene | null = null,
): Promise<Refusal> {
  return new Refusal(
    409,
    'illegal_transition',
    `A ticket that is ${spoken(ticket.status)} cannot become ${spoken(to)}.`,
    await situation(change, ticket, scene, allowedFor(change.actor, ticket.status)),
  );
}

/** Staff may take any step of the table, with the command that fits it; others what their role sets. */
function allowedFor({ role }: Actor, from: TicketStatus): readonly TicketStatus[] {
  switch (role) {
    case 'driver':
      return settableStatuses(from, role);
    case 'customer':
    case 'link':
      return settableStatuses(from, 'customer');
    case 'admin':
    case 'dispatcher':
    case 'system':
      return nextStatuses(from);
  }
}

/** 409: somebody else has the ticket. */
export async function ticketTaken(change: ChangeSet, ticket: TicketRow, scene: Scene): Promise<Refusal> {
  const details = await situation(change, ticket, scene, nextStatuses(ticket.status));
  const name = details.holder?.name ?? 'Another driver';
  return new Refusal(409, 'ticket_taken', `${name} already has this ticket.`, details);
}

/** 412: the caller acts on a state that is no longer there. */
export async function staleVersion(
  change: ChangeSet,
  ticket: TicketRow,
  scene: Scene | null = null,
): Promise<Refusal> {
  return new Refusal(
    412,
    'stale_version',
    'The ticket has changed since you read it.',
    await situation(change, ticket, scene, nextStatuses(ticket.status)),
  );
}

const spoken = (status: TicketStatus): string => status.replaceAll('_', ' ');
