import { and, eq, isNull } from 'drizzle-orm';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { driverDevices, drivers, users } from '#backend/db/schema.ts';
import type { FixRejection } from '#lib/protocol/fix.ts';
import type { Database } from './backend.ts';
import type { Clock } from './clock.ts';
import { hashToken } from './tokens.ts';

/** A live device token and whom it reports for. */
export interface KnownDevice {
  readonly id: number;
  readonly driverId: number;
}

/** What became of the fixes of one call. */
export interface FixTally {
  readonly stored: number;
  readonly duplicates: number;
  readonly rejected: Readonly<Partial<Record<FixRejection, number>>>;
}

export interface Devices {
  /** Null when the token is unknown or revoked, or its driver's account is disabled. */
  find(token: string): Promise<KnownDevice | null>;
  /** Says that a device's token ended. */
  revoked(deviceId: number): void;
  /** This token was good a while ago, as far as this process knows. */
  wasKnown(token: string): boolean;
  /** Notes that the device was heard; written behind, so that a fleet is not one update per fix. */
  count(deviceId: number, tally: FixTally): void;
  /** Writes what was counted. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** How long another process's revocation may stay unseen here; our own are seen at once. */
const CACHE_MS = 2_000;
const KNOWN_FOR_MS = 3_600_000;
const MAX_CACHED = 20_000;
const FLUSH_EVERY_MS = 5_000;
/** 144 bits are 24 letters; a little more, should the length ever grow. */
const TOKEN = /^[\w-]{16,64}$/;

interface CachedDevice {
  readonly device: KnownDevice;
  readonly seenMs: number;
}

interface Counted {
  lastSeenMs: number;
  stored: number;
  duplicates: number;
  readonly rejected: Record<FixRejection, number>;
}

const COUNT = `
update driver_devices as d set
  last_seen_at = greatest(d.last_seen_at, to_timestamp(c.seen_ms / 1000.0)::timestamptz(3)),
  stored = d.stored + c.stored, duplicates = d.duplicates + c.duplicates, invalid = d.invalid + c.invalid,
  in_future = d.in_future + c.in_future, too_old = d.too_old + c.too_old, off_duty = d.off_duty + c.off_duty
from unnest($1::int[], $2::float8[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[], $8::int[])
  as c(id, seen_ms, stored, duplicates, invalid, in_future, too_old, off_duty)
where d.id = c.id`;

export interface DevicesParts {
  readonly pool: Pool;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Device tokens, with a short cache, and the counts of what the devices sent. */
export function createDevices({ pool, db, clock, log }: DevicesParts): Devices {
  const cache = new Map<string, CachedDevice>();
  /** Rises with each revocation, so that a look-up under way at that time is not cached. */
  let generation = 0;
  let counted = new Map<number, Counted>();
  let writing: Promise<void> = Promise.resolve();

  const load = async (tokenHash: string): Promise<KnownDevice | null> => {
    const [row] = await db
      .select({ id: driverDevices.id, driverId: driverDevices.driverId })
      .from(driverDevices)
      .innerJoin(drivers, eq(drivers.id, driverDevices.driverId))
      .innerJoin(users, eq(users.id, drivers.userId))
      .where(
        and(
          eq(driverDevices.tokenHash, tokenHash),
          isNull(driverDevices.revokedAt),
          isNull(users.disabledAt),
        ),
      );
    return row ?? null;
  };

  const keep = (hash: string, entry: CachedDevice) => {
    cache.delete(hash);
    const oldest = cache.size >= MAX_CACHED ? cache.keys().next().value : undefined;
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(hash, entry);
  };

  const write = async (): Promise<void> => {
    if (counted.size === 0) return;
    const batch = counted;
    counted = new Map();
    const rows = [...batch];
    const column = (pick: (row: Counted) => number) => rows.map(([, row]) => pick(row));
    try {
      // Without a name: the connections of the embedded database share one session and its statement names.
      await pool.query({
        text: COUNT,
        values: [
          rows.map(([id]) => id),
          column((row) => row.lastSeenMs),
          column((row) => row.stored),
          column((row) => row.duplicates),
          column((row) => row.rejected.invalid),
          column((row) => row.rejected.in_future),
          column((row) => row.rejected.too_old),
          column((row) => row.rejected.off_duty),
        ],
      });
    } catch (error) {
      log.warn({ err: error, devices: rows.length }, 'counts of devices not written yet');
      for (const [id, row] of rows) add(counted, id, row);
    }
  };
  const flush = () => (writing = writing.then(write));
  const timer = setInterval(() => void flush(), FLUSH_EVERY_MS);
  timer.unref();

  return {
    async find(token) {
      if (!TOKEN.test(token)) return null;
      const hash = hashToken(token);
      const nowMs = clock.nowMs();
      const cached = cache.get(hash);
      if (cached && nowMs - cached.seenMs < CACHE_MS) return cached.device;
      const asked = generation;
      const device = await load(hash);
      if (!device) cache.delete(hash);
      else if (asked === generation) keep(hash, { device, seenMs: nowMs });
      return device;
    },
    revoked(deviceId) {
      generation += 1;
      for (const [hash, { device }] of cache) if (device.id === deviceId) cache.delete(hash);
    },
    wasKnown(token) {
      const entry = cache.get(hashToken(token));
      return entry !== undefined && clock.nowMs() - entry.seenMs < KNOWN_FOR_MS;
    },
    count(deviceId, { stored, duplicates, rejected }) {
      const { invalid = 0, in_future = 0, too_old = 0, off_duty = 0 } = rejected;
      add(counted, deviceId, {
        lastSeenMs: clock.nowMs(),
        stored,
        duplicates,
        rejected: { invalid, in_future, too_old, off_duty },
      });
    },
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}

function add(counted: Map<number, Counted>, deviceId: number, more: Counted): void {
  const row = counted.get(deviceId);
  if (!row) {
    counted.set(deviceId, more);
    return;
  }
  row.lastSeenMs = Math.max(row.lastSeenMs, more.lastSeenMs);
  row.stored += more.stored;
  row.duplicates += more.duplicates;
  row.rejected.invalid += more.rejected.invalid;
  row.rejected.in_future += more.rejected.in_future;
  row.rejected.too_old += more.rejected.too_old;
  row.rejected.off_duty += more.rejected.off_duty;
}
