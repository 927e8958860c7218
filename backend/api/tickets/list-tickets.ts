import { and, asc, count, desc, eq, exists, ilike, inArray, or, sql, type SQL } from 'drizzle-orm';
import { drivers, tickets } from '#backend/db/schema.ts';
import type { Actor, Queryable } from '#backend/platform/backend.ts';
import { PRIORITIES, type Priority, type ServiceType } from '#lib/domain/vocabulary.ts';
import { TICKET_STATUSES, type TicketStatus } from '#lib/domain/ticket-status.ts';
import { containing } from '../paging.ts';

export const TICKET_SORTS = [
  'created_at',
  'updated_at',
  'due_at',
  'ended_at',
  'priority',
  'status',
  'reference',
] as const;
export type TicketSort = (typeof TICKET_SORTS)[number];

export interface TicketListQuery {
  readonly status?: readonly TicketStatus[] | undefined;
  readonly driverIds?: readonly number[] | undefined;
  readonly serviceType?: readonly ServiceType[] | undefined;
  readonly priority?: readonly Priority[] | undefined;
  readonly search?: string | undefined;
  readonly sort: readonly { readonly by: TicketSort; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
}

/** One page of ids of the tickets that the actor may see, and how many there are. */
export async function listTickets(
  q: Queryable,
  actor: Actor,
  query: TicketListQuery,
): Promise<{ readonly ids: number[]; readonly total: number }> {
  const where = and(
    visibleTo(actor),
    query.status && inArray(tickets.status, [...query.status]),
    query.driverIds && inArray(tickets.driverId, [...query.driverIds]),
    query.serviceType && inArray(tickets.serviceType, [...query.serviceType]),
    query.priority && inArray(tickets.priority, [...query.priority]),
    searchIn(q, actor, query.search),
  );
  const [counted] = await q.select({ total: count() }).from(tickets).where(where);
  const rows = await q
    .select({ id: tickets.id })
    .from(tickets)
    .where(where)
    .orderBy(...query.sort.map(orderOf), desc(tickets.id))
    .limit(query.limit)
    .offset(query.offset);
  return { ids: rows.map((row) => row.id), total: counted?.total ?? 0 };
}

/** The tickets of a role, as a condition; `undefined` is all of them. */
export function visibleTo(actor: Actor): SQL | undefined {
  switch (actor.role) {
    case 'admin':
    case 'dispatcher':
    case 'system':
      return undefined;
    case 'driver':
      return actor.driverId === null ? sql`false` : eq(tickets.driverId, actor.driverId);
    case 'customer':
      return actor.userId === null ? sql`false` : eq(tickets.customerId, actor.userId);
    case 'link':
      return sql`false`;
  }
}

/** Names are searched for staff only: a match would tell others what their view leaves out. */
function searchIn(q: Queryable, actor: Actor, search: string | undefined): SQL | undefined {
  if (search === undefined || search === '') return undefined;
  const pattern = containing(search);
  const everybody = [ilike(tickets.reference, pattern), ilike(tickets.address, pattern)];
  if (actor.role === 'driver' || actor.role === 'customer') return or(...everybody);
  const driverNamed = exists(
    q
      .select({ one: sql`1` })
      .from(drivers)
      .where(and(eq(drivers.id, tickets.driverId), ilike(drivers.name, pattern))),
  );
  return or(...everybody, ilike(tickets.customerName, pattern), driverNamed);
}

/** By the order of the word list, not of the alphabet: urgent is more than high. */
const rank = (column: SQL | typeof tickets.priority | typeof tickets.status, words: readonly string[]): SQL =>
  sql`array_position(array[${sql.join(
    words.map((word) => sql`${word}::text`),
    sql`, `,
  )}], ${column})`;

function orderOf({ by, descending }: TicketListQuery['sort'][number]): SQL {
  const direction = descending ? desc : asc;
  switch (by) {
    case 'created_at':
      return direction(tickets.createdAt);
    case 'updated_at':
      return direction(tickets.updatedAt);
    case 'due_at':
      return sql`${direction(tickets.dueAt)} nulls last`;
    case 'ended_at':
      return sql`${direction(tickets.endedAt)} nulls last`;
    case 'priority':
      return direction(rank(tickets.priority, PRIORITIES));
    case 'status':
      return direction(rank(tickets.status, TICKET_STATUSES));
    case 'reference':
      return direction(tickets.id);
  }
}
