import type { Device } from '#lib/protocol/device.ts';
import type { driverDevices } from './schema.ts';

/** A phone without its token, which nobody can show again. */
export const deviceResource = (row: typeof driverDevices.$inferSelect): Device => ({
  id: row.id,
  driver_id: row.driverId,
  name: row.name,
  created_at: row.createdAt.toISOString(),
  last_seen_at: row.lastSeenAt?.toISOString() ?? null,
  revoked_at: row.revokedAt?.toISOString() ?? null,
  fixes: {
    stored: row.stored,
    duplicates: row.duplicates,
    rejected: {
      invalid: row.invalid,
      in_future: row.inFuture,
      too_old: row.tooOld,
      off_duty: row.offDuty,
    },
  },
});
