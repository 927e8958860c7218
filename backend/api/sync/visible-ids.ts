import { and, asc, eq, gt, inArray, isNull, like, lte, notInArray, or, sql, type SQL } from 'drizzle-orm';
import type { SnapshotPart } from '#backend/db/sync-cursor.ts';
import { drivers, events, offers, tickets, users } from '#backend/db/schema.ts';
import type { Actor, Queryable } from '#backend/platform/backend.ts';
import { ENDED_STATUSES } from '#lib/domain/ticket-status.ts';

/** Which rows belong to a caller's world: the one place where `/sync` decides it. */

export const ENDED_KEPT_MS = 24 * 3_600_000;
const NOTHING = sql`false`;

function ticketsOf(actor: Actor): SQL | undefined {
  if (actor.role === 'driver') return eq(tickets.driverId, actor.driverId ?? 0);
  return actor.role === 'customer' ? eq(tickets.customerId, actor.userId ?? 0) : undefined;
}

function driversOf(actor: Actor): SQL | undefined {
  if (actor.role === 'driver') return eq(drivers.id, actor.driverId ?? 0);
  return actor.role === 'customer' ? NOTHING : undefined;
}

function offersOf(actor: Actor): SQL | undefined {
  if (actor.role === 'driver') return eq(offers.driverId, actor.driverId ?? 0);
  return actor.role === 'customer' ? NOTHING : undefined;
}

/** The next ids of a part of the snapshot, ascending. */
export async function snapshotIds(
  q: Queryable,
  actor: Actor,
  part: SnapshotPart,
  afterId: number,
  limit: number,
  nowMs: number,
): Promise<number[]> {
  const rows = await snapshotQuery(q, actor, part, afterId, nowMs).limit(limit);
  return rows.map((row) => row.id);
}

function snapshotQuery(q: Queryable, actor: Actor, part: SnapshotPart, afterId: number, nowMs: number) {
  switch (part) {
    case 'drivers':
      return q
        .select({ id: drivers.id })
        .from(drivers)
        .innerJoin(users, eq(users.id, drivers.userId))
        .where(and(gt(drivers.id, afterId), isNull(users.disabledAt), driversOf(actor)))
        .orderBy(asc(drivers.id));
    case 'tickets': {
      const open = or(
        notInArray(tickets.status, [...ENDED_STATUSES]),
        gt(tickets.endedAt, new Date(nowMs - ENDED_KEPT_MS)),
      );
      return q
        .select({ id: tickets.id })
        .from(tickets)
        .where(and(gt(tickets.id, afterId), open, ticketsOf(actor)))
        .orderBy(asc(tickets.id));
    }
    case 'offers':
      return q
        .select({ id: offers.id })
        .from(offers)
        .where(and(gt(offers.id, afterId), eq(offers.status, 'pending'), offersOf(actor)))
        .orderBy(asc(offers.id));
  }
}

/** Of these ids, the ones that the caller may see now; the others are to be removed. */
export async function stillVisible(
  q: Queryable,
  actor: Actor,
  part: SnapshotPart,
  ids: readonly number[],
): Promise<Set<number>> {
  if (ids.length === 0) return new Set();
  const rows = await visibleQuery(q, actor, part, [...ids]);
  return new Set(rows.map((row) => row.id));
}

function visibleQuery(q: Queryable, actor: Actor, part: SnapshotPart, ids: number[]) {
  switch (part) {
    case 'drivers':
      return q
        .select({ id: drivers.id })
        .from(drivers)
        .innerJoin(users, eq(users.id, drivers.userId))
        .where(and(inArray(drivers.id, ids), isNull(users.disabledAt), driversOf(actor)));
    case 'tickets':
      return q
        .select({ id: tickets.id })
        .from(tickets)
        .where(and(inArray(tickets.id, ids), ticketsOf(actor)));
    case 'offers':
      return q
        .select({ id: offers.id })
        .from(offers)
        .where(and(inArray(offers.id, ids), offersOf(actor)));
  }
}

export interface ChangedRow {
  readonly position: number;
  readonly type: string;
  readonly ticketId: number | null;
  readonly driverId: number | null;
  readonly offerId: number | null;
}

/** Events after one position up to another that concern the caller, in commit order. */
export async function changesBetween(
  q: Queryable,
  actor: Actor,
  after: number,
  upTo: number,
  limit: number,
): Promise<ChangedRow[]> {
  const rows = await q
    .select({
      position: events.position,
      type: events.type,
      ticketId: events.ticketId,
      driverId: events.driverId,
      offerId: events.offerId,
    })
    .from(events)
    .where(and(gt(events.position, after), lte(events.position, upTo), concerns(actor)))
    .orderBy(asc(events.position))
    .limit(limit);
  return rows.flatMap((row) => (row.position === null ? [] : [{ ...row, position: row.position }]));
}

/** Not the offers made to others for the caller's ticket. */
const aboutTickets = like(events.type, 'ticket.%');

function concerns(actor: Actor): SQL | undefined {
  switch (actor.role) {
    case 'driver': {
      const me = actor.driverId ?? 0;
      return or(
        eq(events.driverId, me),
        eq(events.formerDriverId, me),
        and(
          aboutTickets,
          sql`${events.ticketId} in (select ${tickets.id} from ${tickets} where ${tickets.driverId} = ${me})`,
        ),
      );
    }
    case 'customer':
      return and(
        aboutTickets,
        sql`${events.ticketId} in (select ${tickets.id} from ${tickets} where ${tickets.customerId} = ${actor.userId ?? 0})`,
      );
    case 'admin':
    case 'dispatcher':
    case 'system':
      return undefined;
    case 'link':
      return NOTHING;
  }
}
