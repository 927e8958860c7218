import { and, inArray, isNull, eq } from 'drizzle-orm';
import { drivers, users } from '#backend/db/schema.ts';
import type { DriverRow } from '#backend/db/ticket-resource.ts';
import type { Transaction } from '#backend/platform/backend.ts';
import { invalid, Refusal } from '#backend/platform/refusal.ts';

/** @throws Refusal 422 when one of the ids is no driver, or one whose account is disabled */
export async function requireKnownDrivers(
  tx: Transaction,
  ids: readonly number[],
  field: 'driver_id' | 'driver_ids',
): Promise<void> {
  const wanted = new Set(ids);
  const rows = await tx
    .select({ id: drivers.id })
    .from(drivers)
    .innerJoin(users, eq(users.id, drivers.userId))
    .where(and(inArray(drivers.id, [...wanted]), isNull(users.disabledAt)));
  const known = new Set(rows.map((row) => row.id));
  const unknown = [...wanted].find((id) => !known.has(id));
  if (unknown !== undefined) throw invalid(field, `There is no driver ${unknown}.`);
}

/**
 * @param force lets a busy driver through; nothing lets one through who is off duty
 * @throws Refusal 422 `driver_off_duty`, 409 `driver_busy`
 */
export function requireEligible(
  driver: DriverRow,
  force: boolean,
  field: 'driver_id' | 'driver_ids',
  currentTicket?: unknown,
): void {
  if (driver.duty === 'off') {
    throw invalid(field, `${driver.name} is off duty.`, 'driver_off_duty');
  }
  if (driver.status === 'busy' && !force) {
    throw new Refusal(409, 'driver_busy', `${driver.name} is busy with another ticket.`, {
      ...(currentTicket !== undefined && { current: currentTicket }),
    });
  }
}
