import { isEnded } from '#lib/domain/ticket-status.ts';
import { isStaff, type Role } from '#lib/domain/vocabulary.ts';
import { customerChannel, driverChannel, FLEET_CHANNEL, ticketChannel } from '#lib/protocol/channels.ts';
import type { LiveState } from '#lib/store/live-state.ts';

/** A customer with more open tickets than this sees the rest by `/sync` only. */
const MAX_TICKET_CHANNELS = 20;

/** The channels on which a viewer gets tickets in the viewer's own projection. */
export function channelsOf(
  viewer: { readonly userId: number; readonly role: Role; readonly driverId: number | null },
  tickets: LiveState['tickets'],
): readonly string[] {
  if (isStaff(viewer.role)) return [FLEET_CHANNEL];
  if (viewer.role === 'driver') return viewer.driverId === null ? [] : [driverChannel(viewer.driverId)];
  const open = [...tickets.values()]
    .filter((ticket) => !isEnded(ticket.status))
    .map((ticket) => ticket.id)
    .sort((a, b) => b - a)
    .slice(0, MAX_TICKET_CHANNELS);
  return [customerChannel(viewer.userId), ...open.map(ticketChannel)];
}
