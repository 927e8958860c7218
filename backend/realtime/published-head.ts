import { count, eq, gt, isNull, min, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { events, settings } from '#backend/db/schema.ts';
import type { Queryable } from '#backend/platform/backend.ts';

/** How far the one publisher of a database has come, and what waits behind it. */

const PUBLISHED_KEY = 'published_position';

export async function loadHead(db: Queryable): Promise<number> {
  const [row] = await db.select().from(settings).where(eq(settings.key, PUBLISHED_KEY));
  return row === undefined ? 0 : z.int().parse(row.value);
}

export async function saveHead(db: Queryable, position: number): Promise<void> {
  await db
    .insert(settings)
    .values({ key: PUBLISHED_KEY, value: position })
    .onConflictDoUpdate({ target: settings.key, set: { value: position } });
}

/**
 * Numbers what became visible since the last look. Only the holder of the lock does this, so the
 * numbers are gapless and no later commit can slip in below one that was already handed out.
 */
export async function assignPositions(db: Queryable, limit: number): Promise<void> {
  await db.execute(sql`
    with head as (select coalesce(max(position), 0) as position from events),
    fresh as (
      select id, row_number() over (order by id) as place
      from (select id from events where position is null order by id limit ${limit}) as visible
    )
    update events set position = head.position + fresh.place
    from head, fresh where events.id = fresh.id`);
}

export interface WaitingEvents {
  readonly head: number;
  readonly count: number;
  /** When the oldest of them happened. */
  readonly oldestAt: Date | null;
}

/** What has been committed and not been published, as the database knows it, whoever publishes. */
export async function loadWaitingEvents(db: Queryable): Promise<WaitingEvents> {
  const head = await loadHead(db);
  const [row] = await db
    .select({ count: count(), oldestAt: min(events.createdAt) })
    .from(events)
    .where(or(isNull(events.position), gt(events.position, head)));
  return { head, count: row?.count ?? 0, oldestAt: row?.oldestAt ?? null };
}
