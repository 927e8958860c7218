import { and, eq, isNull, sql } from 'drizzle-orm';
import { tickets, users } from '#backend/db/schema.ts';
import { forbidden, invalid } from '#backend/platform/refusal.ts';
import type { CreateTicketRequest } from '#lib/protocol/ticket.ts';
import type { ChangeSet } from './change-set.ts';
import { isStaffActor } from './visibility.ts';

/** References start in the thousands: short to say on the phone, and not mistaken for a count. */
const FIRST_REFERENCE = 1_000;

/**
 * Opens a ticket: staff for an existing customer or for a new one who needs no account, a customer
 * for oneself.
 * @returns the ticket's id
 * @throws Refusal 403, 422
 */
export async function createTicket(change: ChangeSet, request: CreateTicketRequest): Promise<number> {
  const { tx, actor, now } = change;
  if (actor.userId === null) throw forbidden();
  const customer = await customerOf(change, request);
  const { rows } = await tx.execute<{ id: string }>(
    sql`select nextval(pg_get_serial_sequence('tickets', 'id')) as id`,
  );
  const id = Number(rows[0]?.id);
  await tx
    .insert(tickets)
    .overridingSystemValue()
    .values({
      id,
      reference: `T-${FIRST_REFERENCE + id}`,
      status: 'created',
      priority: request.priority,
      serviceType: request.service_type,
      customerId: customer.id,
      customerName: customer.name,
      customerPhone: customer.phone,
      latitude: request.location.latitude,
      longitude: request.location.longitude,
      address: request.location.address || null,
      notes: request.notes || null,
      dueAt: request.due_at ? new Date(request.due_at) : null,
      createdAt: now,
      updatedAt: now,
      createdBy: actor.userId,
    });
  change.ticketCreated(id, {
    type: 'ticket.created',
    after: { status: 'created', priority: request.priority, service_type: request.service_type },
  });
  return id;
}

interface Customer {
  readonly id: number;
  readonly name: string;
  readonly phone: string | null;
}

async function customerOf(change: ChangeSet, request: CreateTicketRequest): Promise<Customer> {
  const { actor } = change;
  if (!isStaffActor(actor)) {
    if (actor.role !== 'customer' || actor.userId === null) throw forbidden();
    const isOther = request.customer_id !== undefined && request.customer_id !== actor.userId;
    if (isOther) throw forbidden('You can open tickets for yourself only.');
    return existingCustomer(change, actor.userId);
  }
  if (request.customer_id !== undefined && request.customer) {
    throw invalid('customer', 'Give either customer_id or customer, not both.');
  }
  if (request.customer_id !== undefined) return existingCustomer(change, request.customer_id);
  if (request.customer) return newCustomer(change, request.customer);
  throw invalid('customer', 'Name the customer: customer_id or customer.');
}

async function existingCustomer({ tx }: ChangeSet, id: number): Promise<Customer> {
  const [user] = await tx
    .select({ id: users.id, name: users.name, phone: users.phone })
    .from(users)
    .where(and(eq(users.id, id), eq(users.role, 'customer'), isNull(users.disabledAt)));
  if (!user) throw invalid('customer_id', `There is no customer ${id}.`);
  return user;
}

/** A customer who called in: no email and no password, so nobody can sign in as them. */
async function newCustomer(
  { tx, now }: ChangeSet,
  { name, phone }: NonNullable<CreateTicketRequest['customer']>,
): Promise<Customer> {
  const [user] = await tx
    .insert(users)
    .values({ name, phone: phone || null, role: 'customer', createdAt: now, updatedAt: now })
    .returning({ id: users.id, name: users.name, phone: users.phone });
  if (!user) throw new Error('the new customer was not returned');
  return user;
}
