import { and, eq, inArray, isNotNull, lte, or } from 'drizzle-orm';
import { drivers, trackingLinks, users } from '#backend/db/schema.ts';
import type { Queryable } from '#backend/platform/backend.ts';
import { nowDate, type Clock } from '#backend/platform/clock.ts';
import { parseChannel } from '#lib/protocol/channels.ts';

/**
 * Which of these channels belong to one person alone whose right has ended: a disabled account's, a
 * withdrawn or expired link's. Our own hub ends such subscriptions; a remote broker cannot, so nothing
 * more may be sent there.
 */
export async function loadClosedChannels(
  q: Queryable,
  clock: Clock,
  names: Iterable<string>,
): Promise<ReadonlySet<string>> {
  const ofUser = new Map<number, string[]>();
  const ofDriver = new Map<number, string[]>();
  const ofLink = new Map<number, string[]>();
  const add = (names: Map<number, string[]>, id: number, name: string) =>
    names.set(id, [...(names.get(id) ?? []), name]);
  for (const name of new Set(names)) {
    const channel = parseChannel(name);
    if (channel?.kind === 'customer' || channel?.kind === 'user') add(ofUser, channel.userId, name);
    else if (channel?.kind === 'driver') add(ofDriver, channel.driverId, name);
    else if (channel?.kind === 'tracking') add(ofLink, channel.linkId, name);
  }
  const closed = new Set<string>();
  const close = (owned: readonly string[] = []) => {
    for (const name of owned) closed.add(name);
  };
  if (ofUser.size + ofDriver.size > 0) {
    const disabled = await q
      .select({ userId: users.id, driverId: drivers.id })
      .from(users)
      .leftJoin(drivers, eq(drivers.userId, users.id))
      .where(
        and(
          isNotNull(users.disabledAt),
          or(inArray(users.id, [...ofUser.keys()]), inArray(drivers.id, [...ofDriver.keys()])),
        ),
      );
    for (const { userId, driverId } of disabled) {
      close(ofUser.get(userId));
      if (driverId !== null) close(ofDriver.get(driverId));
    }
  }
  if (ofLink.size > 0) {
    const ended = await q
      .select({ id: trackingLinks.id })
      .from(trackingLinks)
      .where(
        and(
          inArray(trackingLinks.id, [...ofLink.keys()]),
          or(isNotNull(trackingLinks.revokedAt), lte(trackingLinks.expiresAt, nowDate(clock))),
        ),
      );
    for (const { id } of ended) close(ofLink.get(id));
  }
  return closed;
}
