import { and, count, eq, gt, max } from 'drizzle-orm';
import { driverPositions, drivers } from '#backend/db/schema.ts';
import type { Backend, Database } from '#backend/platform/backend.ts';
import { loadWaitingEvents, type WaitingEvents } from '#backend/realtime/published-head.ts';
import { STALE_AFTER_MS } from '#lib/domain/connectivity.ts';
import { DESK_DROPS, type DeskDrop } from '#lib/protocol/desk-counts.ts';
import type { Health } from '#lib/protocol/health.ts';
import { SLOW_FROM_BYTES } from './connection-list.ts';
import { healthRisks } from './health-risks.ts';

/** An answer that takes longer counts as none: the page is most wanted when something hangs. */
const DATABASE_TIMEOUT_MS = 2_000;
/** Events younger than this are on their way, not waiting. */
const ON_ITS_WAY_MS = 2_000;

interface DatabaseFacts {
  readonly latencyMs: number;
  readonly waiting: WaitingEvents;
  readonly reporting: number;
  readonly lastFixAt: Date | null;
}

/** @param startedAtMs when this backend began, epoch ms */
export async function healthReport(backend: Backend, startedAtMs: number): Promise<Health> {
  const { clock, pool, config, publisher, fleet } = backend;
  const nowMs = clock.nowMs();
  const facts = await databaseFacts(backend.db, nowMs);
  const waiting = facts?.waiting ?? { head: publisher.head, count: 0, oldestAt: null };
  const lagMs = waiting.oldestAt === null ? 0 : Math.max(0, nowMs - waiting.oldestAt.getTime());
  const report: Omit<Health, 'risks'> = {
    level: 1,
    at: iso(nowMs),
    started_at: iso(startedAtMs),
    broker: brokerHealth(backend, waiting, lagMs, nowMs),
    database: {
      driver: config.databaseUrl === null ? 'embedded' : 'server',
      state: facts === null ? 'down' : 'up',
      latency_ms: facts?.latencyMs ?? null,
      connections: { open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount },
    },
    publisher: {
      state: publisher.trouble !== null ? 'blocked' : publisher.leads ? 'publishing' : 'standby',
      head: waiting.head,
      lag_events: waiting.count,
      lag_ms: lagMs,
    },
    sockets: socketHealth(backend),
    fleet: {
      reporting: facts?.reporting ?? 0,
      waiting_rows: fleet.health.waitingRows,
      last_fix_at: facts?.lastFixAt?.toISOString() ?? null,
    },
    counters: await counters(backend),
  };
  return { ...report, risks: healthRisks(report, backend) };
}

const iso = (ms: number): string => new Date(ms).toISOString();

/** @returns null when the database is away or does not answer in time */
async function databaseFacts(db: Database, nowMs: number): Promise<DatabaseFacts | null> {
  const read = async (): Promise<DatabaseFacts> => {
    const beganMs = performance.now();
    await db.execute('select 1');
    const latencyMs = Math.round((performance.now() - beganMs) * 10) / 10;
    const waiting = await loadWaitingEvents(db);
    const fresh = gt(driverPositions.recordedAt, new Date(nowMs - STALE_AFTER_MS));
    const [reporting] = await db
      .select({ count: count() })
      .from(driverPositions)
      .innerJoin(drivers, eq(drivers.id, driverPositions.driverId))
      .where(and(fresh, eq(drivers.duty, 'on')));
    const [last] = await db.select({ at: max(driverPositions.receivedAt) }).from(driverPositions);
    return { latencyMs, waiting, reporting: reporting?.count ?? 0, lastFixAt: last?.at ?? null };
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), DATABASE_TIMEOUT_MS);
  });
  try {
    return await Promise.race([read(), late]);
  } catch {
    // That it is away is the answer; what exactly failed is in the log of whoever needed it.
    return null;
  } finally {
    clearTimeout(timer);
  }
}

function brokerHealth(
  { broadcaster: { driver, health }, publisher }: Backend,
  { count: waitingEvents, oldestAt }: WaitingEvents,
  lagMs: number,
  nowMs: number,
): Health['broker'] {
  const isDelayed = publisher.trouble !== null || lagMs > ON_ITS_WAY_MS;
  const state = health.state === 'down' ? 'down' : isDelayed ? 'delayed' : 'up';
  const sinceMs =
    state === 'delayed'
      ? Math.min(oldestAt?.getTime() ?? nowMs, publisher.trouble?.sinceMs ?? nowMs)
      : health.sinceMs;
  return {
    ...{ driver, state, since: iso(sinceMs), waiting_events: waitingEvents },
    oldest_waiting_at: oldestAt?.toISOString() ?? null,
    error: health.error,
  };
}

function socketHealth({ hub }: Backend): Health['sockets'] {
  const kinds = { pusher: 0, plain: 0 };
  let slow = 0;
  for (const { subscriber } of hub.openConnections()) {
    kinds[subscriber.kind] += 1;
    if (subscriber.traffic.queuedBytes >= SLOW_FROM_BYTES) slow += 1;
  }
  return { ...kinds, channels: hub.channelCount, slow, limit: hub.limits.maxConnections };
}

async function counters({ hub, fleet, webhooks, metrics, locations }: Backend): Promise<Health['counters']> {
  const fixes = (await metrics.fixes.get()).values;
  const fixesBy = (result: string) => fixes.find((value) => value.labels.result === result)?.value ?? 0;
  const { activity } = hub;
  const drops = (await metrics.deskDrops.get()).values;
  const droppedBy = (kind: DeskDrop) => drops.find((value) => value.labels.kind === kind)?.value ?? 0;
  return {
    fixes_stored: fixesBy('stored'),
    fixes_not_stored: fixesBy('not_stored'),
    fixes_waiting: locations.queued,
    fleet_rows_dropped: fleet.health.droppedRows,
    messages_not_understood: hub.badMessages,
    sockets_opened: activity.count('socket.opened'),
    sockets_closed: activity.count('socket.closed'),
    sockets_refused: activity.count('socket.refused'),
    channels_refused: activity.count('channel.refused'),
    channels_dropped: activity.count('channel.dropped'),
    credentials_refused: activity.count('auth.refused'),
    events_pushed: activity.count('event.pushed'),
    webhooks_waiting: webhooks.health.waiting,
    webhooks_delivered: webhooks.health.delivered,
    webhooks_dropped: webhooks.health.dropped,
    ...Object.fromEntries(DESK_DROPS.map((kind) => [`desk_${kind}`, droppedBy(kind)])),
  };
}
