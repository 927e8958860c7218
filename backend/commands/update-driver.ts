import { eq } from 'drizzle-orm';
import { loadDrivers } from '#backend/db/driver-resource.ts';
import { drivers } from '#backend/db/schema.ts';
import type { Actor, Backend } from '#backend/platform/backend.ts';
import { notFound } from '#backend/platform/refusal.ts';
import type { Driver, UpdateDriverRequest } from '#lib/protocol/driver.ts';
import { runCommand } from './change-set.ts';
import { driverChanged } from './driver-changed.ts';
import { setDuty } from './set-duty.ts';

/** @throws Refusal 404; 409 `driver_busy` */
export async function updateDriver(
  backend: Backend,
  actor: Actor,
  driverId: number,
  { name, phone, vehicle, skills, duty }: UpdateDriverRequest,
): Promise<Driver> {
  const driver = await runCommand(backend, actor, async (change) => {
    const { tx } = change;
    // setDuty locks tickets before drivers; taking this row first would turn that order around.
    if (duty !== undefined) await setDuty(change, driverId, duty);
    const [row] = await tx.select().from(drivers).where(eq(drivers.id, driverId)).for('update');
    if (!row) throw notFound('driver');
    const after = {
      ...(name === undefined ? {} : { name }),
      ...(phone === undefined ? {} : { phone }),
      ...(vehicle === undefined ? {} : { vehicle: { ...row.vehicle, ...given(vehicle) } }),
      ...(skills === undefined ? {} : { skills: [...new Set(skills)] }),
    };
    if (Object.keys(after).length === 0) return null;
    await tx.update(drivers).set(after).where(eq(drivers.id, driverId));
    return driverChanged(tx, driverId, actor, change.now, after);
  });
  const [current] = await loadDrivers(backend.db, [driverId]);
  const answer = current ?? driver;
  if (!answer) throw notFound('driver');
  backend.sessions.changed(answer.user_id);
  return answer;
}

/** What was sent, without the keys that are there but undefined. */
function given(vehicle: NonNullable<UpdateDriverRequest['vehicle']>): Partial<Driver['vehicle']> {
  const { make, model, colour, plate } = vehicle;
  return {
    ...(make === undefined ? {} : { make }),
    ...(model === undefined ? {} : { model }),
    ...(colour === undefined ? {} : { colour }),
    ...(plate === undefined ? {} : { plate }),
  };
}
