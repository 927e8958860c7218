import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '#backend/platform/backend.ts';
import type { Driver, Position } from '#lib/protocol/driver.ts';
import { driverPositions, drivers } from './schema.ts';

type DriverRow = typeof drivers.$inferSelect;
type PositionRow = typeof driverPositions.$inferSelect;

/** The staff view of these drivers, in the order of `ids`; unknown ids are left out. */
export async function loadDrivers(q: Queryable, ids: readonly number[]): Promise<Driver[]> {
  if (ids.length === 0) return [];
  const rows = await q
    .select({ driver: drivers, position: driverPositions })
    .from(drivers)
    .leftJoin(driverPositions, eq(driverPositions.driverId, drivers.id))
    .where(inArray(drivers.id, [...ids]));
  const byId = new Map(rows.map((row) => [row.driver.id, driverResource(row.driver, row.position)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

function driverResource(driver: DriverRow, position: PositionRow | null): Driver {
  return {
    id: driver.id,
    user_id: driver.userId,
    name: driver.name,
    phone: driver.phone,
    vehicle: driver.vehicle,
    skills: driver.skills,
    duty: driver.duty,
    status: driver.status,
    position: position && positionResource(position),
    battery: position?.battery ?? null,
    current_ticket_id: driver.currentTicketId,
    version: driver.version,
    updated_at: driver.updatedAt.toISOString(),
  };
}

export const positionResource = (row: Omit<PositionRow, 'driverId' | 'battery'>): Position => ({
  latitude: row.latitude,
  longitude: row.longitude,
  heading: row.heading,
  speed: row.speed,
  accuracy: row.accuracy,
  recorded_at: row.recordedAt.toISOString(),
  received_at: row.receivedAt.toISOString(),
  seq: row.seq,
});
