import { eq } from 'drizzle-orm';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { drivers } from '#backend/db/schema.ts';
import { notFound, Refusal } from '#backend/platform/refusal.ts';
import type { Duty } from '#lib/domain/vocabulary.ts';
import type { ChangeSet } from './change-set.ts';
import { lockScene } from './scene.ts';
import { withdrawOtherOffers } from './withdraw-offers.ts';

/**
 * Starts or ends a driver's shift. Ending it withdraws the driver's pending offers; a driver with a
 * ticket has to finish it, or dispatch takes it back first.
 * @returns the driver's id
 * @throws Refusal 404, 409 `driver_busy`
 */
export async function setDuty(change: ChangeSet, driverId: number, duty: Duty): Promise<number> {
  const scene = await lockScene(change.tx, { ticketIds: [], withOffersTo: [driverId] });
  const driver = scene.drivers.get(driverId);
  if (!driver) throw notFound('driver');
  if (driver.duty === duty) return driverId;
  if (duty === 'off' && driver.currentTicketId !== null) {
    const [current] = await loadDrivers(change.tx, [driverId]);
    throw new Refusal(409, 'driver_busy', 'Finish the ticket before going off duty.', { current });
  }
  if (duty === 'off') await withdrawOtherOffers(change, scene, driverId, null);
  await change.tx.update(drivers).set({ duty }).where(eq(drivers.id, driverId));
  change.touchDriver(driverId);
  return driverId;
}
