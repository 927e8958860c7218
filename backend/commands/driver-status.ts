import { and, eq, inArray } from 'drizzle-orm';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { appendEvent } from '#backend/db/events.ts';
import { drivers, offers, tickets } from '#backend/db/schema.ts';
import type { Actor, Transaction } from '#backend/platform/backend.ts';
import { nowDate, type Clock } from '#backend/platform/clock.ts';
import { ACTIVE_STATUSES, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { DriverStatus, Duty } from '#lib/domain/vocabulary.ts';

/**
 * Recomputes what follows from duty, active tickets and pending offers, and writes `driver.updated`
 * when that changed. The caller holds the driver's row lock.
 */
export async function refreshDriverStatus(
  tx: Transaction,
  clock: Clock,
  driverId: number,
  actor: Actor,
): Promise<void> {
  const [row] = await tx.select().from(drivers).where(eq(drivers.id, driverId));
  if (!row) return;
  const active = await tx
    .select({ id: tickets.id, status: tickets.status, assignedAt: tickets.assignedAt })
    .from(tickets)
    .where(and(eq(tickets.driverId, driverId), inArray(tickets.status, [...ACTIVE_STATUSES])));
  const [pending] = await tx
    .select({ id: offers.id })
    .from(offers)
    .where(and(eq(offers.driverId, driverId), eq(offers.status, 'pending')))
    .limit(1);

  const currentTicketId = currentTicket(active);
  const status = statusOf(row.duty, currentTicketId !== null, pending !== undefined);
  if (status === row.status && currentTicketId === row.currentTicketId) return;
  const now = nowDate(clock);
  await tx
    .update(drivers)
    .set({ status, currentTicketId, version: row.version + 1, updatedAt: now })
    .where(eq(drivers.id, driverId));
  const [driver] = await loadDrivers(tx, [driverId]);
  if (!driver) return;
  await appendEvent(tx, {
    type: 'driver.updated',
    actor,
    at: now,
    driverId,
    before: { status: row.status, current_ticket_id: row.currentTicketId },
    after: { status, current_ticket_id: currentTicketId },
    snapshot: { driver },
  });
}

function statusOf(duty: Duty, hasTicket: boolean, hasOffer: boolean): DriverStatus {
  if (duty === 'off') return 'off_duty';
  if (hasTicket) return 'busy';
  return hasOffer ? 'offered' : 'available';
}

interface ActiveTicket {
  readonly id: number;
  readonly status: TicketStatus;
  readonly assignedAt: Date | null;
}

const progress = (ticket: ActiveTicket): number =>
  (ACTIVE_STATUSES as readonly TicketStatus[]).indexOf(ticket.status);

/** With several (a forced assignment), the one that is furthest along, then the one assigned first. */
function currentTicket(active: readonly ActiveTicket[]): number | null {
  const [first] = [...active].sort(
    (a, b) =>
      progress(b) - progress(a) ||
      (a.assignedAt?.getTime() ?? 0) - (b.assignedAt?.getTime() ?? 0) ||
      a.id - b.id,
  );
  return first?.id ?? null;
}
