import { admin } from '#lib/messages/en/admin.ts';
import type { SocketOwner } from '#lib/protocol/activity.ts';

/** Whose socket it is, in words. */
export function ownerName(who: SocketOwner | null): string {
  const words = admin.connections;
  if (who === null) return words.unnamed;
  if (who.role === 'link') return who.ticket === null ? words.someLink : words.linkOf(who.ticket.reference);
  return who.name ?? who.email ?? words.unnamed;
}
