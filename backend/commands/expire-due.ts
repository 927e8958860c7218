import { and, asc, eq, inArray, lte, notExists, sql } from 'drizzle-orm';
import { events, offers, tickets } from '#backend/db/schema.ts';
import { SYSTEM, type Backend } from '#backend/platform/backend.ts';
import { runCommand, type ChangeSet } from './change-set.ts';
import { moveTicket } from './move-ticket.ts';
import { lockScene, pendingOf } from './scene.ts';
import { settleOfferedTicket } from './withdraw-offers.ts';

/** A ticket that nobody took for this long, counted from when it was due, is over. */
export const TICKET_EXPIRES_AFTER_MS = 24 * 3_600_000;
const BATCH = 100;

export interface Expired {
  /** Tickets of which at least one offer ran out. */
  readonly offeredTickets: number;
  readonly tickets: number;
}

/**
 * Writes down what the clock has ended: offers past their time and tickets unassigned for a day. Safe
 * to run in several processes at once and as often as one likes: each ticket is its own transaction,
 * a ticket that somebody is working on is left for the next run, and time is checked under the lock.
 */
export async function expireDue(backend: Backend): Promise<Expired> {
  const now = new Date(backend.clock.nowMs());
  const withOffers = await backend.db
    .selectDistinct({ id: offers.ticketId })
    .from(offers)
    .where(and(eq(offers.status, 'pending'), lte(offers.expiresAt, now)))
    .orderBy(asc(offers.ticketId))
    .limit(BATCH);
  let offeredTickets = 0;
  for (const { id } of withOffers) {
    if (await underLock(backend, id, (change) => expireOffers(change, id))) offeredTickets += 1;
  }
  let expiredTickets = 0;
  for (const id of await unassignedTooLong(backend, now)) {
    if (await underLock(backend, id, (change) => expireTicket(change, id))) expiredTickets += 1;
  }
  return { offeredTickets, tickets: expiredTickets };
}

/** Resolves to false when another transaction has the ticket, or when there was nothing to do. */
function underLock(
  backend: Backend,
  ticketId: number,
  work: (change: ChangeSet) => Promise<boolean>,
): Promise<boolean> {
  return runCommand(backend, SYSTEM, async (change) => {
    const [row] = await change.tx
      .select({ id: tickets.id })
      .from(tickets)
      .where(eq(tickets.id, ticketId))
      .for('update', { skipLocked: true });
    return row ? work(change) : false;
  });
}

async function expireOffers(change: ChangeSet, ticketId: number): Promise<boolean> {
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const due = pendingOf(scene, ticketId).filter((offer) => offer.expiresAt.getTime() <= change.nowMs);
  for (const offer of due) await change.endOffer(offer, 'expired');
  if (due.length > 0) {
    await settleOfferedTicket(
      change,
      scene,
      ticketId,
      due.map((offer) => offer.id),
    );
  }
  return due.length > 0;
}

async function expireTicket(change: ChangeSet, ticketId: number): Promise<boolean> {
  const scene = await lockScene(change.tx, { ticketIds: [ticketId] });
  const ticket = scene.tickets.get(ticketId);
  if (ticket?.status !== 'created' && ticket?.status !== 'offered') return false;
  await moveTicket(change, scene, ticket, 'expired', { endReason: 'No driver was found in time.' });
  return true;
}

async function unassignedTooLong({ db }: Backend, now: Date): Promise<number[]> {
  const limit = new Date(now.getTime() - TICKET_EXPIRES_AFTER_MS);
  const takenBackSince = db
    .select({ one: sql`1` })
    .from(events)
    .where(
      and(
        eq(events.ticketId, tickets.id),
        sql`${events.createdAt} > ${limit.toISOString()}::timestamptz`,
        sql`${events.before}->>'status' in ('assigned', 'en_route')`,
      ),
    );
  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(
      and(
        inArray(tickets.status, ['created', 'offered']),
        lte(tickets.createdAt, limit),
        sql`coalesce(${tickets.dueAt}, ${tickets.createdAt}) <= ${limit.toISOString()}::timestamptz`,
        notExists(takenBackSince),
      ),
    )
    .orderBy(asc(tickets.id))
    .limit(BATCH);
  return rows.map((row) => row.id);
}
