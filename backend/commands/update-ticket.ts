import { Refusal } from '#backend/platform/refusal.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { loadTickets, type TicketRow } from '#backend/db/ticket-resource.ts';
import type { UpdateTicketRequest } from '#lib/protocol/ticket.ts';
import type { ChangeSet, TicketPatch } from './change-set.ts';
import { satisfies, type IfMatch } from './if-match.ts';
import { lockScene, ticketOf } from './scene.ts';
import { staleVersion } from './ticket-refusals.ts';

/**
 * Corrects what was noted down; the status has commands of its own. A patch that changes nothing
 * leaves the version as it is.
 * @returns the ticket's id
 * @throws Refusal 404, 409 `ticket_ended`, 412, 428
 */
export async function updateTicket(
  change: ChangeSet,
  ticketId: number,
  request: UpdateTicketRequest,
  ifMatch: IfMatch,
): Promise<number> {
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = ticketOf(scene, ticketId);
  if (ifMatch.kind === 'absent') {
    throw new Refusal(428, 'precondition_required', 'Send If-Match with the version you have read.');
  }
  if (!satisfies(ifMatch, ticket.version)) throw await staleVersion(change, ticket, scene);
  if (isEnded(ticket.status)) {
    const [current] = await loadTickets(change.tx, [ticketId], change.nowMs);
    throw new Refusal(409, 'ticket_ended', 'The ticket has ended and is kept as it was.', { current });
  }
  const { patch, before, after } = difference(ticket, wantedBy(request, ticket));
  if (Object.keys(after).length === 0) return ticketId;
  await change.updateTicket(ticket, patch, { type: 'ticket.updated', before, after });
  return ticketId;
}

type Editable = Pick<
  TicketRow,
  | 'serviceType'
  | 'priority'
  | 'latitude'
  | 'longitude'
  | 'address'
  | 'notes'
  | 'dueAt'
  | 'customerName'
  | 'customerPhone'
>;

function wantedBy(request: UpdateTicketRequest, ticket: TicketRow): Editable {
  const { location, customer } = request;
  const given = <T>(value: T | undefined, old: T): T => (value === undefined ? old : value);
  return {
    serviceType: request.service_type ?? ticket.serviceType,
    priority: request.priority ?? ticket.priority,
    latitude: location?.latitude ?? ticket.latitude,
    longitude: location?.longitude ?? ticket.longitude,
    address: given(location?.address, ticket.address) || null,
    notes: given(request.notes, ticket.notes) || null,
    dueAt: request.due_at ? new Date(request.due_at) : request.due_at === null ? null : ticket.dueAt,
    customerName: customer?.name ?? ticket.customerName,
    customerPhone: given(customer?.phone, ticket.customerPhone) || null,
  };
}

const FIELDS: Readonly<Record<keyof Editable, string>> = {
  serviceType: 'service_type',
  priority: 'priority',
  latitude: 'latitude',
  longitude: 'longitude',
  address: 'address',
  notes: 'notes',
  dueAt: 'due_at',
  customerName: 'customer_name',
  customerPhone: 'customer_phone',
};

function difference(ticket: TicketRow, wanted: Editable) {
  const patch: TicketPatch = wanted;
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value);
  for (const [column, field] of Object.entries(FIELDS)) {
    const old = plain(Reflect.get(ticket, column));
    const next = plain(Reflect.get(wanted, column));
    if (old === next) continue;
    before[field] = old;
    after[field] = next;
  }
  return { patch, before, after };
}
