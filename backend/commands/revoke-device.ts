import { and, eq } from 'drizzle-orm';
import { driverDevices } from '#backend/db/schema.ts';
import { notFound } from '#backend/platform/refusal.ts';
import type { ChangeSet } from './change-set.ts';

/**
 * Ends a phone's token for good; doing it again is fine.
 * @throws Refusal 404
 */
export async function revokeDevice(
  { tx, now }: ChangeSet,
  driverId: number,
  deviceId: number,
): Promise<void> {
  const own = and(eq(driverDevices.id, deviceId), eq(driverDevices.driverId, driverId));
  const [device] = await tx.select().from(driverDevices).where(own).for('update');
  if (!device) throw notFound('phone');
  if (device.revokedAt) return;
  await tx.update(driverDevices).set({ revokedAt: now }).where(own);
}
