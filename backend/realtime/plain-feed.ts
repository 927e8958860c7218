import { and, inArray, isNotNull, notInArray, eq, desc, type SQL } from 'drizzle-orm';
import { mayRead, projectionFor } from '#backend/commands/visibility.ts';
import { trackingView } from '#backend/commands/tracking-view.ts';
import { positionResource } from '#backend/db/driver-resource.ts';
import { driverPositions, tickets } from '#backend/db/schema.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import type { Backend } from '#backend/platform/backend.ts';
import { ENDED_STATUSES, sharesPosition, type TicketStatus } from '#lib/domain/ticket-status.ts';
import { projectTicket, type Projection } from '#lib/protocol/projection.ts';
import type { Position } from '#lib/protocol/driver.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import type { StoredFix } from './fleet-feed.ts';
import type { PlainIdentity } from './plain-identity.ts';
import type { PositionShare } from './position-shares.ts';

/** What plain clients are told without asking: a snapshot, then each status and each position. */

const MAX_SNAPSHOT_TICKETS = 100;

export const follows = (
  { actor, ticketId, link }: PlainIdentity,
  ticket: { readonly ticketId: number; readonly customerId: number; readonly driverId: number | null },
): boolean => {
  if (ticketId !== null && ticketId !== ticket.ticketId) return false;
  return link !== null || mayRead(actor, ticket);
};

/** A link's holder sees no more of a ticket than what customer and driver share. */
export const plainProjection = ({ actor }: PlainIdentity): Projection =>
  actor.role === 'link' ? 'people' : projectionFor(actor);

export const statusMessage = (ticket: Ticket, projection: Projection) => ({
  type: 'status',
  orderId: ticket.id,
  status: ticket.status,
  ...deliveredFlag(ticket.status),
  ...noteOf(ticket),
  version: ticket.version,
  ticket: projectTicket(ticket, projection),
});

/** The note that dispatch pushed with this very change. */
const noteOf = ({ latest_update: update, updated_at: updatedAt }: Ticket) =>
  update && update.at === updatedAt ? { note: update.note } : {};

/** Delivery apps know a finished job under this name. */
const deliveredFlag = (status: TicketStatus) => (status === 'completed' ? { delivered: true } : {});

type Located = Pick<
  StoredFix,
  'latitude' | 'longitude' | 'heading' | 'speed' | 'accuracy' | 'recordedAtMs' | 'seq'
>;

export const locationMessage = (ticketId: number, fix: Located) => ({
  type: 'location',
  orderId: ticketId,
  lat: fix.latitude,
  lng: fix.longitude,
  heading: fix.heading,
  speed: fix.speed,
  accuracy: fix.accuracy,
  recorded_at: new Date(fix.recordedAtMs).toISOString(),
  seq: fix.seq,
});

export const shareFacts = (share: PositionShare) => ({
  ticketId: share.ticketId,
  customerId: share.customerId,
  driverId: share.driverId,
});

interface PlainSnapshot {
  readonly type: 'snapshot';
  readonly orderId?: number;
  readonly status?: TicketStatus | undefined;
  readonly tickets: readonly Ticket[];
  readonly locations: readonly ReturnType<typeof locationMessage>[];
  readonly tracking?: TrackingView;
}

/** All that the socket follows now: its one ticket, or the newest of those that have not ended. */
export async function snapshotMessage(backend: Backend, identity: PlainIdentity): Promise<PlainSnapshot> {
  const { db, clock } = backend;
  const nowMs = clock.nowMs();
  const ids = identity.ticketId === null ? await openTicketIds(backend, identity) : [identity.ticketId];
  const loaded = await loadTickets(db, ids, nowMs);
  const positions = await positionsOf(backend, loaded);
  const projection = plainProjection(identity);
  const { link } = identity;
  const [only] = loaded;
  return {
    type: 'snapshot',
    ...(identity.ticketId === null ? {} : { orderId: identity.ticketId, status: only?.status }),
    tickets: loaded.map((ticket) => projectTicket(ticket, projection)),
    locations: loaded.flatMap((ticket) => {
      const position = ticket.driver === null ? undefined : positions.get(ticket.driver.id);
      return position === undefined || !sharesPosition(ticket.status)
        ? []
        : [locationMessage(ticket.id, { ...position, recordedAtMs: Date.parse(position.recorded_at) })];
    }),
    ...(link === null || only === undefined
      ? {}
      : {
          tracking: trackingView(
            only,
            link,
            only.driver === null ? null : (positions.get(only.driver.id) ?? null),
            nowMs,
          ),
        }),
  };
}

async function openTicketIds({ db }: Backend, { actor }: PlainIdentity): Promise<number[]> {
  const open = notInArray(tickets.status, [...ENDED_STATUSES]);
  const rows = await db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(open, mine(actor)))
    .orderBy(desc(tickets.id))
    .limit(MAX_SNAPSHOT_TICKETS);
  return rows.map((row) => row.id);
}

function mine(actor: PlainIdentity['actor']): SQL | undefined {
  switch (actor.role) {
    case 'driver':
      return and(isNotNull(tickets.driverId), eq(tickets.driverId, actor.driverId ?? 0));
    case 'customer':
      return eq(tickets.customerId, actor.userId ?? 0);
    case 'admin':
    case 'dispatcher':
    case 'system':
    case 'link':
      return undefined;
  }
}

async function positionsOf({ db }: Backend, loaded: readonly Ticket[]): Promise<Map<number, Position>> {
  const driverIds = [...new Set(loaded.flatMap((ticket) => ticket.driver?.id ?? []))];
  if (driverIds.length === 0) return new Map();
  const rows = await db.select().from(driverPositions).where(inArray(driverPositions.driverId, driverIds));
  return new Map(rows.map((row) => [row.driverId, positionResource(row)]));
}
