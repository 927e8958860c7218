import { and, asc, eq, inArray } from 'drizzle-orm';
import type { OfferRow } from '#backend/db/offer-resource.ts';
import { drivers, offers, tickets } from '#backend/db/schema.ts';
import type { DriverRow, TicketRow } from '#backend/db/ticket-resource.ts';
import { TryAgain } from '#backend/db/transact.ts';
import type { Transaction } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';

/** The rows a command works on, locked until its transaction ends. */
export interface Scene {
  readonly tickets: ReadonlyMap<number, TicketRow>;
  readonly drivers: ReadonlyMap<number, DriverRow>;
  /** Every pending offer of the locked tickets, by id. */
  readonly pending: readonly OfferRow[];
}

export interface SceneRequest {
  readonly ticketIds: readonly number[];
  readonly driverIds?: readonly number[];
  /** Also the tickets that are offered to these drivers, because their offers will be withdrawn. */
  readonly withOffersTo?: readonly number[];
}

/**
 * Locks in one order everywhere (tickets by id, drivers by id, offers by id), so that commands wait
 * for each other but never in a circle. Offers change only under their ticket's lock and appear only
 * under their driver's lock: what is read here stays true until the commit.
 */
export async function lockScene(tx: Transaction, request: SceneRequest): Promise<Scene> {
  const offeredTo = [...(request.withOffersTo ?? [])];
  const offeredTickets = await ticketsOfferedTo(tx, offeredTo);
  const ticketIds = sorted([...request.ticketIds, ...offeredTickets]);
  const ticketRows =
    ticketIds.length === 0
      ? []
      : await tx
          .select()
          .from(tickets)
          .where(inArray(tickets.id, ticketIds))
          .orderBy(asc(tickets.id))
          .for('update');
  const pendingPeople = await tx
    .select({ driverId: offers.driverId })
    .from(offers)
    .where(and(inArray(offers.ticketId, ticketIds), eq(offers.status, 'pending')));
  const driverIds = sorted([
    ...(request.driverIds ?? []),
    ...offeredTo,
    ...ticketRows.flatMap((ticket) => ticket.driverId ?? []),
    ...pendingPeople.map((offer) => offer.driverId),
  ]);
  const driverRows =
    driverIds.length === 0
      ? []
      : await tx
          .select()
          .from(drivers)
          .where(inArray(drivers.id, driverIds))
          .orderBy(asc(drivers.id))
          .for('update');
  // An offer that came between the first look and the driver's lock: its ticket is not ours yet.
  const stillOffered = await ticketsOfferedTo(tx, offeredTo);
  if (stillOffered.some((id) => !ticketIds.includes(id))) throw new TryAgain('a new offer appeared');
  const pending = await tx
    .select()
    .from(offers)
    .where(and(inArray(offers.ticketId, ticketIds), eq(offers.status, 'pending')))
    .orderBy(asc(offers.id))
    .for('update');
  return {
    tickets: new Map(ticketRows.map((row) => [row.id, row])),
    drivers: new Map(driverRows.map((row) => [row.id, row])),
    pending,
  };
}

async function ticketsOfferedTo(tx: Transaction, driverIds: readonly number[]): Promise<number[]> {
  if (driverIds.length === 0) return [];
  const rows = await tx
    .selectDistinct({ ticketId: offers.ticketId })
    .from(offers)
    .where(and(inArray(offers.driverId, [...driverIds]), eq(offers.status, 'pending')));
  return rows.map((row) => row.ticketId);
}

const sorted = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);

/**
 * Locks one ticket and nothing else, before the drivers are known. A `lockScene` must follow.
 * @throws Refusal 404
 */
export async function lockTicket(tx: Transaction, ticketId: number): Promise<TicketRow> {
  const [ticket] = await tx.select().from(tickets).where(eq(tickets.id, ticketId)).for('update');
  if (!ticket) throw notFound('ticket');
  return ticket;
}

/** @throws Refusal 404 */
export function ticketOf(scene: Scene, ticketId: number): TicketRow {
  const ticket = scene.tickets.get(ticketId);
  if (!ticket) throw notFound('ticket');
  return ticket;
}

export const pendingOf = (scene: Scene, ticketId: number): readonly OfferRow[] =>
  scene.pending.filter((offer) => offer.ticketId === ticketId);
