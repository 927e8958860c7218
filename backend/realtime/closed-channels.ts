import { and, inArray, isNotNull, eq, or } from 'drizzle-orm';
import { drivers, users } from '#backend/db/schema.ts';
import type { Queryable } from '#backend/platform/backend.ts';
import { customerChannel, driverChannel, userChannel } from '#lib/protocol/channels.ts';
import type { EventRow } from './event-routing.ts';

/**
 * The channels of people whose account is disabled, of those that these rows speak of. Our own hub
 * ends their subscriptions; a remote broker cannot, so nothing more may be sent there.
 */
export async function loadClosedChannels(
  q: Queryable,
  rows: readonly EventRow[],
): Promise<ReadonlySet<string>> {
  const userIds = new Set<number>();
  const driverIds = new Set<number>();
  for (const { snapshot, formerDriverId } of rows) {
    if (snapshot.ticket !== undefined) userIds.add(snapshot.ticket.customer.id);
    for (const id of [
      snapshot.ticket?.driver?.id,
      snapshot.offer?.driver_id,
      snapshot.driver?.id,
      formerDriverId,
    ])
      if (typeof id === 'number') driverIds.add(id);
  }
  if (userIds.size + driverIds.size === 0) return new Set();
  const disabled = await q
    .select({ userId: users.id, driverId: drivers.id })
    .from(users)
    .leftJoin(drivers, eq(drivers.userId, users.id))
    .where(
      and(
        isNotNull(users.disabledAt),
        or(inArray(users.id, [...userIds]), inArray(drivers.id, [...driverIds])),
      ),
    );
  return new Set(
    disabled.flatMap(({ userId, driverId }) => [
      ...[customerChannel(userId), userChannel(userId)],
      ...(driverId === null ? [] : [driverChannel(driverId)]),
    ]),
  );
}
