import { max } from 'drizzle-orm';
import { ticketFor } from '#backend/commands/visibility.ts';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { loadOffers, loadOwnOffers } from '#backend/db/offer-resource.ts';
import { events } from '#backend/db/schema.ts';
import {
  decodeCursor,
  encodeCursor,
  loadEpoch,
  SNAPSHOT_PARTS,
  type SnapshotPart,
  type SyncCursor,
} from '#backend/db/sync-cursor.ts';
import { loadTickets } from '#backend/db/ticket-resource.ts';
import type { Actor, Queryable } from '#backend/platform/backend.ts';
import { SYNC_MAX_ROWS, type SyncPage } from '#lib/protocol/sync.ts';
import { changesBetween, snapshotIds, stillVisible } from './visible-ids.ts';

type Rows = Pick<SyncPage, 'tickets' | 'offers' | 'drivers'>;
type Ids = Readonly<Record<SnapshotPart, readonly number[]>>;

/** Distinct rows are fewer than events: a busy ticket has many. */
const EVENTS_PER_PAGE = 4 * SYNC_MAX_ROWS;

/**
 * What changed for this caller since the cursor, as it is now; or a page of a snapshot when there is
 * no cursor of this database. Rows that change while a snapshot is read come again after it.
 */
export async function syncPage(
  q: Queryable,
  actor: Actor,
  cursorText: string | undefined,
  nowMs: number,
): Promise<SyncPage> {
  const epoch = await loadEpoch(q);
  const head = await headPosition(q);
  const cursor = cursorText === undefined ? undefined : decodeCursor(cursorText);
  // A position beyond the head is of a database that was restored from an older copy.
  if (!cursor || cursor.epoch !== epoch || cursor.position > head) {
    return snapshotPage(q, actor, { epoch, position: head }, true, nowMs);
  }
  return cursor.snapshot
    ? snapshotPage(q, actor, cursor, false, nowMs)
    : changesPage(q, actor, cursor, head, nowMs);
}

async function headPosition(q: Queryable): Promise<number> {
  const [row] = await q.select({ position: max(events.position) }).from(events);
  return row?.position ?? 0;
}

async function snapshotPage(
  q: Queryable,
  actor: Actor,
  { epoch, position, snapshot }: SyncCursor,
  reset: boolean,
  nowMs: number,
): Promise<SyncPage> {
  const ids: Record<SnapshotPart, number[]> = { drivers: [], tickets: [], offers: [] };
  let room = SYNC_MAX_ROWS;
  let next: SyncCursor['snapshot'];
  const first = SNAPSHOT_PARTS.indexOf(snapshot?.part ?? SNAPSHOT_PARTS[0]);
  for (const part of SNAPSHOT_PARTS.slice(first)) {
    const afterId = part === snapshot?.part ? snapshot.afterId : 0;
    const found = await snapshotIds(q, actor, part, afterId, room + 1, nowMs);
    ids[part] = found.slice(0, room);
    if (found.length > room) {
      next = { part, afterId: ids[part].at(-1) ?? afterId };
      break;
    }
    room -= found.length;
  }
  return {
    epoch,
    cursor: encodeCursor({ epoch, position, ...(next ? { snapshot: next } : {}) }),
    reset,
    has_more: next !== undefined,
    ...(await loadRows(q, actor, ids, nowMs)),
    messages: [],
    alerts: [],
    removed: [],
  };
}

async function changesPage(
  q: Queryable,
  actor: Actor,
  { epoch, position }: SyncCursor,
  head: number,
  nowMs: number,
): Promise<SyncPage> {
  const changes = await changesBetween(q, actor, position, head, EVENTS_PER_PAGE);
  const touched = { drivers: new Set<number>(), tickets: new Set<number>(), offers: new Set<number>() };
  let reached = position;
  let complete = changes.length < EVENTS_PER_PAGE;
  for (const change of changes) {
    const { part, id } = subjectOf(change);
    const rows = touched.drivers.size + touched.tickets.size + touched.offers.size;
    if (id !== null && !touched[part].has(id) && rows >= SYNC_MAX_ROWS) {
      complete = false;
      break;
    }
    if (id !== null) touched[part].add(id);
    reached = change.position;
  }
  const ids: Record<SnapshotPart, number[]> = { drivers: [], tickets: [], offers: [] };
  const removed: SyncPage['removed'] = [];
  for (const part of SNAPSHOT_PARTS) {
    const visible = await stillVisible(q, actor, part, [...touched[part]]);
    for (const id of touched[part]) {
      if (visible.has(id)) ids[part].push(id);
      else removed.push({ type: REMOVED_TYPE[part], id });
    }
  }
  return {
    epoch,
    cursor: encodeCursor({ epoch, position: complete ? head : reached }),
    reset: false,
    has_more: !complete,
    ...(await loadRows(q, actor, ids, nowMs)),
    messages: [],
    alerts: [],
    removed,
  };
}

const REMOVED_TYPE = { drivers: 'driver', tickets: 'ticket', offers: 'offer' } as const;

/** Which row an event is about: its type's first word, as `appendEvent` writes it. */
function subjectOf(change: {
  readonly type: string;
  readonly ticketId: number | null;
  readonly driverId: number | null;
  readonly offerId: number | null;
}): { readonly part: SnapshotPart; readonly id: number | null } {
  if (change.type.startsWith('driver.')) return { part: 'drivers', id: change.driverId };
  if (change.type.startsWith('offer.')) return { part: 'offers', id: change.offerId };
  return { part: 'tickets', id: change.type.startsWith('ticket.') ? change.ticketId : null };
}

async function loadRows(q: Queryable, actor: Actor, ids: Ids, nowMs: number): Promise<Rows> {
  const tickets = await loadTickets(q, ids.tickets, nowMs);
  return {
    tickets: tickets.map((ticket) => ticketFor(actor, ticket)),
    offers:
      actor.role === 'driver' ? await loadOwnOffers(q, ids.offers, nowMs) : await loadOffers(q, ids.offers),
    drivers: await loadDrivers(q, ids.drivers),
  };
}
