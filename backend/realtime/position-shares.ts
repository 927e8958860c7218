import { and, eq, gt, inArray, isNull } from 'drizzle-orm';
import { drivers, tickets, trackingLinks } from '#backend/db/schema.ts';
import type { Queryable } from '#backend/platform/backend.ts';
import { nowDate, type Clock } from '#backend/platform/clock.ts';
import { POSITION_SHARED_STATUSES, sharesPosition } from '#lib/domain/ticket-status.ts';
import { customerChannel, matterChannel, ticketChannel, trackingChannel } from '#lib/protocol/channels.ts';
import { firstName } from '#lib/protocol/projection.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';

/** A ticket whose people may see where its driver is: en route through in service. */
export interface PositionShare {
  readonly ticketId: number;
  readonly customerId: number;
  readonly driverId: number;
  readonly driverFirstName: string;
  readonly links: readonly { readonly id: number; readonly expiresAtMs: number }[];
}

/**
 * Who may see which driver now. Each ticket event changes it at once; the database is read again
 * every few seconds, which also sees links that were issued, revoked or have expired.
 */
export class PositionShares {
  #byTicket = new Map<number, PositionShare>();
  #byDriver = new Map<number, readonly PositionShare[]>();
  /** What the last reading found: null before the first. */
  #lastRead: ReadonlySet<number> | null = null;
  /** Tickets that changed while the database was being read: what was read of them may be older. */
  #changedDuringRefresh: Set<number> | null = null;

  of(driverId: number): readonly PositionShare[] {
    return this.#byDriver.get(driverId) ?? [];
  }

  /**
   * @param ticket the staff view after the change
   * @returns whether sharing has just begun, so that its links are to be read
   */
  ticketChanged(ticket: Ticket): boolean {
    this.#changedDuringRefresh?.add(ticket.id);
    const known = this.#byTicket.get(ticket.id);
    if (ticket.driver === null || !sharesPosition(ticket.status)) {
      if (known === undefined) return false;
      this.#byTicket.delete(ticket.id);
    } else {
      this.#byTicket.set(ticket.id, {
        ticketId: ticket.id,
        customerId: ticket.customer.id,
        driverId: ticket.driver.id,
        driverFirstName: firstName(ticket.driver.name),
        links: known?.links ?? [],
      });
    }
    this.#index();
    return known === undefined;
  }

  /** Reads all of it; one call at a time. */
  async refresh(q: Queryable, clock: Clock): Promise<void> {
    const changed = new Set<number>();
    this.#changedDuringRefresh = changed;
    const rows = await q
      .select({
        ticketId: tickets.id,
        customerId: tickets.customerId,
        driverId: drivers.id,
        driverName: drivers.name,
        linkId: trackingLinks.id,
        expiresAt: trackingLinks.expiresAt,
      })
      .from(tickets)
      .innerJoin(drivers, eq(drivers.id, tickets.driverId))
      .leftJoin(
        trackingLinks,
        and(
          eq(trackingLinks.ticketId, tickets.id),
          isNull(trackingLinks.revokedAt),
          gt(trackingLinks.expiresAt, nowDate(clock)),
        ),
      )
      .where(inArray(tickets.status, [...POSITION_SHARED_STATUSES]));
    const shares = new Map<number, PositionShare>();
    for (const row of rows) {
      const link =
        row.linkId === null || row.expiresAt === null
          ? []
          : [{ id: row.linkId, expiresAtMs: row.expiresAt.getTime() }];
      shares.set(row.ticketId, {
        ticketId: row.ticketId,
        customerId: row.customerId,
        driverId: row.driverId,
        driverFirstName: firstName(row.driverName),
        links: [...(shares.get(row.ticketId)?.links ?? []), ...link],
      });
    }
    this.#changedDuringRefresh = null;
    // The event begins a share, so that nobody gets a position before the state that allows it. What
    // two readings found without an event was published by another process.
    const lastRead = this.#lastRead;
    this.#lastRead = new Set(shares.keys());
    for (const ticketId of shares.keys())
      if (lastRead !== null && !lastRead.has(ticketId) && !this.#byTicket.has(ticketId))
        shares.delete(ticketId);
    for (const ticketId of changed) {
      const newer = this.#byTicket.get(ticketId);
      const links = shares.get(ticketId)?.links ?? newer?.links ?? [];
      if (newer === undefined) shares.delete(ticketId);
      else shares.set(ticketId, { ...newer, links });
    }
    this.#byTicket = shares;
    this.#index();
  }

  #index(): void {
    const byDriver = new Map<number, PositionShare[]>();
    for (const share of this.#byTicket.values())
      byDriver.set(share.driverId, [...(byDriver.get(share.driverId) ?? []), share]);
    this.#byDriver = byDriver;
  }
}

export const channelsOfShare = (share: PositionShare, nowMs: number): string[] => [
  ticketChannel(share.ticketId),
  matterChannel(share.ticketId),
  customerChannel(share.customerId),
  ...share.links.filter((link) => link.expiresAtMs > nowMs).map((link) => trackingChannel(link.id)),
];
