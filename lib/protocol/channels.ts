/** Channel names: built and read in one place. */

export const FLEET_CHANNEL = 'private-admin.fleet';
export const DISPATCH_PRESENCE_CHANNEL = 'presence-dispatch';

export const ticketChannel = (ticketId: number) => `private-ticket.${ticketId}`;
/** Older apps call a ticket a matter; both names carry the same events. */
export const matterChannel = (ticketId: number) => `private-matter.${ticketId}`;
export const customerChannel = (userId: number) => `private-customer.${userId}.driver-location`;
export const driverChannel = (driverId: number) => `private-driver.${driverId}`;
export const userChannel = (userId: number) => `private-user.${userId}`;
export const trackingChannel = (linkId: number) => `private-tracking.${linkId}`;
/** @public part of the contract's vocabulary: who has that ticket open. */
export const ticketPresenceChannel = (ticketId: number) => `presence-ticket.${ticketId}`;

export type ChannelName =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'dispatch-presence' }
  | { readonly kind: 'ticket'; readonly ticketId: number }
  | { readonly kind: 'ticket-presence'; readonly ticketId: number }
  | { readonly kind: 'customer'; readonly userId: number }
  | { readonly kind: 'driver'; readonly driverId: number }
  | { readonly kind: 'user'; readonly userId: number }
  | { readonly kind: 'tracking'; readonly linkId: number };

const PATTERNS: readonly [RegExp, (id: number) => ChannelName][] = [
  [/^private-(?:ticket|matter)\.([1-9]\d{0,14})$/, (ticketId) => ({ kind: 'ticket', ticketId })],
  [/^presence-ticket\.([1-9]\d{0,14})$/, (ticketId) => ({ kind: 'ticket-presence', ticketId })],
  [/^private-customer\.([1-9]\d{0,14})\.driver-location$/, (userId) => ({ kind: 'customer', userId })],
  [/^private-driver\.([1-9]\d{0,14})$/, (driverId) => ({ kind: 'driver', driverId })],
  [/^private-user\.([1-9]\d{0,14})$/, (userId) => ({ kind: 'user', userId })],
  [/^private-tracking\.([1-9]\d{0,14})$/, (linkId) => ({ kind: 'tracking', linkId })],
];

/** The meaning of a channel name of the contract; undefined for any other name. */
export function parseChannel(name: string): ChannelName | undefined {
  if (name === FLEET_CHANNEL) return { kind: 'fleet' };
  if (name === DISPATCH_PRESENCE_CHANNEL) return { kind: 'dispatch-presence' };
  for (const [pattern, make] of PATTERNS) {
    const digits = pattern.exec(name)?.[1];
    if (digits !== undefined) return make(Number(digits));
  }
  return undefined;
}
