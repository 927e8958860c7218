import type { Logger } from 'pino';
import type { Clock } from '#backend/platform/clock.ts';
import { DRIVER_STATUSES, type DriverStatus } from '#lib/domain/vocabulary.ts';
import { FLEET_CHANNEL } from '#lib/protocol/channels.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { DriverLocationUpdated } from '#lib/protocol/events.ts';
import type { BroadcastEvent, Broadcaster } from './broadcaster.ts';
import { fleetEvents, type FleetRow } from './fleet-columns.ts';
import { channelsOfShare, type PositionShare, type PositionShares } from './position-shares.ts';

/** One fix that has become durable; the newest of a driver moves it on the maps. */
export interface StoredFix {
  readonly driverId: number;
  /** The ticket the driver works on, if any. */
  readonly ticketId: number | null;
  readonly latitude: number;
  readonly longitude: number;
  readonly heading: number | null;
  /** m/s */
  readonly speed: number | null;
  readonly accuracy: number | null;
  readonly recordedAtMs: number;
  readonly seq: number;
}

export interface FleetFeed {
  /** Called by the location writer after its commit; rows of one driver in fix order. */
  fixesStored(fixes: readonly StoredFix[]): void;
  /** Called when a driver's status, duty or name has changed (the publisher does). */
  driverChanged(driver: Driver): void;
  readonly health: FleetHealth;
  close(): Promise<void>;
}

export interface FleetHealth {
  readonly intervalMs: number;
  readonly waitingRows: number;
  /** Rows that were given up while the broker was away; newer ones took their place. */
  readonly droppedRows: number;
  /** When rows were last sent, or tried to be; null before the first. */
  readonly sentAtMs: number | null;
}

/** Beside the channels: the plain gateway tells its clients by this. */
export type FixListener = (fix: StoredFix, shares: readonly PositionShare[]) => void;

export interface FleetFeedParts {
  readonly broadcaster: Broadcaster;
  readonly shares: PositionShares;
  readonly clock: Clock;
  readonly log: Logger;
  /** Contract: 100 ms where the hub is our own, a second for a hosted broker. */
  readonly intervalMs?: number;
  readonly maxWaitingRows?: number;
  /** Hears of each driver's newest fix together with those who may see it. */
  readonly onFix?: FixListener;
}

/** Rows that may wait while a broker is away; past it the oldest go, which newer ones have replaced. */
const MAX_WAITING_ROWS = 20_000;
const MAX_RETRY_MS = 5_000;

/** Gathers durable fixes into `driver.locations`, and tells a ticket's people where its driver is. */
export function createFleetFeed(parts: FleetFeedParts): FleetFeed {
  const { broadcaster, shares, clock, log, intervalMs = 100, maxWaitingRows = MAX_WAITING_ROWS } = parts;
  const statusOf = new Map<number, number>();
  const lastFix = new Map<number, StoredFix>();
  /** Drivers whose people have not heard of `lastFix` yet. */
  const movedDrivers = new Set<number>();
  /** Drivers whose people a broker that was away has kept waiting. */
  const owedDrivers = new Set<number>();
  let waiting: FleetRow[] = [];
  let timer: NodeJS.Timeout | null = null;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let sending: Promise<void> | null = null;
  let closed = false;
  let failures = 0;
  let droppedRows = 0;

  const add = (fix: StoredFix) => {
    waiting.push(fleetRow(fix, statusOf.get(fix.driverId) ?? 0));
    bound();
  };

  const bound = () => {
    if (waiting.length <= maxWaitingRows) return;
    // A tenth at once, so that a long outage does not copy the queue for every fix.
    const surplus = waiting.length - Math.floor(maxWaitingRows * 0.9);
    waiting = waiting.slice(surplus);
    droppedRows += surplus;
  };

  const schedule = () => {
    if (timer !== null || sending !== null || closed) return;
    const delayMs = Math.max(0, Math.min(intervalMs, sentAtMs + intervalMs - clock.nowMs()));
    timer = setTimeout(flush, failures === 0 ? delayMs : retryDelayMs(failures, intervalMs));
  };

  const flush = () => {
    timer = null;
    sentAtMs = clock.nowMs();
    const rows = waiting;
    waiting = [];
    for (const id of movedDrivers) {
      const fix = lastFix.get(id);
      if (fix !== undefined) parts.onFix?.(fix, shares.of(id));
      owedDrivers.add(id);
    }
    movedDrivers.clear();
    sending = send(rows)
      .catch((err: unknown) => {
        failures += 1;
        if (failures === 1) log.warn({ err }, 'positions not published; they wait, the oldest are given up');
      })
      .finally(() => {
        sending = null;
        if (waiting.length + movedDrivers.size + owedDrivers.size > 0) schedule();
      });
  };

  const send = async (rows: readonly FleetRow[]): Promise<void> => {
    await sendRows(rows);
    // One person's map needs the newest place only, so what waits is the driver, not the fix.
    const owed = [...owedDrivers];
    await broadcaster.publish(owed.flatMap((id) => sharedUpdates(lastFix.get(id))));
    for (const id of owed) owedDrivers.delete(id);
    if (failures > 0) log.info({ failures, droppedRows }, 'positions are published again');
    failures = 0;
  };

  const sendRows = async (rows: readonly FleetRow[]): Promise<void> => {
    if (rows.length === 0 || broadcaster.hasSubscribers(FLEET_CHANNEL) === false) return;
    const events = fleetEvents(rows, sentAtMs).map((data) => ({
      ...{ channels: [FLEET_CHANNEL], event: 'driver.locations', data },
    }));
    let sent = 0;
    try {
      // One by one: what was taken before a failure is not sent again.
      for (const event of events) {
        await broadcaster.publish([event]);
        sent += event.data.id.length;
      }
    } catch (error) {
      waiting = [...rows.slice(sent), ...waiting];
      bound();
      throw error;
    }
  };

  const sharedUpdates = (fix: StoredFix | undefined): BroadcastEvent[] =>
    (fix === undefined ? [] : shares.of(fix.driverId)).flatMap((share) => {
      if (fix === undefined) return [];
      const channels = channelsOfShare(share, clock.nowMs()).filter(
        (channel) => broadcaster.hasSubscribers(channel) !== false,
      );
      if (channels.length === 0) return [];
      return [{ channels, event: 'driver.location.updated', data: locationUpdate(share, fix) }];
    });

  return {
    fixesStored: (fixes) => {
      if (closed) return;
      for (const fix of fixes) {
        // Fixes that an offline device sends late are history: the map never goes back.
        const last = lastFix.get(fix.driverId);
        if (last !== undefined && fix.recordedAtMs < last.recordedAtMs) continue;
        lastFix.set(fix.driverId, fix);
        movedDrivers.add(fix.driverId);
        add(fix);
      }
      schedule();
    },
    driverChanged: (driver) => {
      const status = statusNumber(driver.status);
      const before = statusOf.get(driver.id);
      statusOf.set(driver.id, status);
      const last = lastFix.get(driver.id) ?? fixOf(driver);
      if (closed || before === status || last === undefined) return;
      lastFix.set(driver.id, last);
      add(last);
      schedule();
    },
    get health() {
      return {
        ...{ intervalMs, waitingRows: waiting.length, droppedRows },
        sentAtMs: sentAtMs === Number.NEGATIVE_INFINITY ? null : sentAtMs,
      };
    },
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await sending;
    },
  };
}

/** Full jitter over a doubling bound, never sooner than the feed's own beat. */
const retryDelayMs = (failures: number, intervalMs: number): number =>
  intervalMs + Math.random() * Math.min(MAX_RETRY_MS, intervalMs * 2 ** Math.min(failures, 10));

const statusNumber = (status: DriverStatus): number => DRIVER_STATUSES.indexOf(status);

const fleetRow = (fix: StoredFix, status: number): FleetRow => ({
  id: fix.driverId,
  lat: Math.round(fix.latitude * 1e6),
  lng: Math.round(fix.longitude * 1e6),
  heading: fix.heading === null ? -1 : Math.round(fix.heading) % 360,
  speed: fix.speed === null ? -1 : Math.round(fix.speed * 10),
  accuracy: fix.accuracy === null ? -1 : Math.round(fix.accuracy),
  recordedAtMs: fix.recordedAtMs,
  status,
});

/** The last fix that a driver resource carries, for a status change before the first fix seen here. */
function fixOf(driver: Driver): StoredFix | undefined {
  const { position } = driver;
  if (position === null) return undefined;
  return {
    driverId: driver.id,
    ticketId: driver.current_ticket_id,
    latitude: position.latitude,
    longitude: position.longitude,
    heading: position.heading,
    speed: position.speed,
    accuracy: position.accuracy,
    recordedAtMs: Date.parse(position.recorded_at),
    seq: position.seq,
  };
}

type WireLocation = Omit<DriverLocationUpdated, 'driver'> & {
  readonly driver: {
    readonly id: number;
    readonly name: string;
    /** Decimal strings, as Laravel's decimal casts send them. */
    readonly latitude: string;
    readonly longitude: string;
  };
};

export const locationUpdate = (share: PositionShare, fix: StoredFix): WireLocation => ({
  ticket_id: share.ticketId,
  driver: {
    id: fix.driverId,
    name: share.driverFirstName,
    latitude: fix.latitude.toFixed(7),
    longitude: fix.longitude.toFixed(7),
  },
  heading: fix.heading,
  speed: fix.speed,
  accuracy: fix.accuracy,
  recorded_at: new Date(fix.recordedAtMs).toISOString(),
  seq: fix.seq,
});
