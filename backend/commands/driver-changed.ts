import { eq, sql } from 'drizzle-orm';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { appendEvent } from '#backend/db/events.ts';
import { drivers } from '#backend/db/schema.ts';
import type { Actor, Transaction } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import type { Driver } from '#lib/protocol/driver.ts';

/** Raises the driver's version and writes `driver.updated` for a change of the driver's own fields. */
export async function driverChanged(
  tx: Transaction,
  driverId: number,
  actor: Actor,
  at: Date,
  after: Record<string, unknown>,
): Promise<Driver> {
  await tx
    .update(drivers)
    .set({ version: sql`${drivers.version} + 1`, updatedAt: at })
    .where(eq(drivers.id, driverId));
  const [driver] = await loadDrivers(tx, [driverId]);
  if (!driver) throw notFound('driver');
  await appendEvent(tx, { type: 'driver.updated', actor, at, driverId, after, snapshot: { driver } });
  return driver;
}
