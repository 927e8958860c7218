import { and, count, eq, isNull } from 'drizzle-orm';
import { deviceResource } from '#backend/db/device-resource.ts';
import { driverDevices, drivers } from '#backend/db/schema.ts';
import { forbidden, notFound, Refusal } from '#backend/platform/refusal.ts';
import { hashToken, newToken } from '#backend/platform/tokens.ts';
import { INGEST_PATH, type Device } from '#lib/protocol/device.ts';
import type { ChangeSet } from './change-set.ts';

/** 144 random bits in 24 letters: too many to guess, few enough to type into a phone. */
const TOKEN_BYTES = 18;
export const MAX_LIVE_DEVICES = 10;

/**
 * Lets a phone report for the driver. Its token is in this answer and nowhere else afterwards.
 * @throws Refusal 404; 409 `too_many_devices`
 */
export async function addDevice(
  { tx, actor, now }: ChangeSet,
  driverId: number,
  name: string,
  publicUrl: string,
): Promise<Device> {
  if (actor.userId === null) throw forbidden();
  // The lock makes two who add the last one at once see each other.
  const [driver] = await tx
    .select({ id: drivers.id })
    .from(drivers)
    .where(eq(drivers.id, driverId))
    .for('update');
  if (!driver) throw notFound('driver');
  const [live] = await tx
    .select({ rows: count() })
    .from(driverDevices)
    .where(and(eq(driverDevices.driverId, driverId), isNull(driverDevices.revokedAt)));
  if ((live?.rows ?? 0) >= MAX_LIVE_DEVICES) {
    throw new Refusal(
      409,
      'too_many_devices',
      `A driver has at most ${MAX_LIVE_DEVICES} phones. Revoke one that is not used any more.`,
    );
  }
  const token = newToken(TOKEN_BYTES);
  const [row] = await tx
    .insert(driverDevices)
    .values({ driverId, name, tokenHash: hashToken(token), createdBy: actor.userId, createdAt: now })
    .returning();
  if (!row) throw new Error('the new device was not returned');
  return { ...deviceResource(row), token, url: `${publicUrl}${INGEST_PATH}` };
}
