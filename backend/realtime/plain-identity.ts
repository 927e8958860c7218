import { eq } from 'drizzle-orm';
import { findTrackingLink } from '#backend/commands/find-tracking-link.ts';
import { mayRead } from '#backend/commands/visibility.ts';
import { tickets } from '#backend/db/schema.ts';
import type { Actor, Backend } from '#backend/platform/backend.ts';
import { forbidden, notFound, Refusal } from '#backend/platform/refusal.ts';
import { ticketChannel, trackingChannel, userChannel } from '#lib/protocol/channels.ts';
import type { Principal } from './principal.ts';

/** What the path of a plain socket asks for. */
export type PlainPath =
  { readonly kind: 'driver' } | { readonly kind: 'client'; readonly ticketId: number | null };

/** Who is at a plain socket, and what it is about. */
export interface PlainIdentity {
  readonly principal: Principal;
  readonly actor: Actor;
  /** The one ticket that this socket follows; null: all that the actor may read. */
  readonly ticketId: number | null;
  readonly link: { readonly id: number; readonly expiresAt: Date } | null;
  /** The channel whose right is this socket's right to be open. */
  readonly baseChannel: string;
}

export const MAX_ID = 2_147_483_647;

export function parsePlainPath(path: string): PlainPath | undefined {
  if (path === '/ws/driver') return { kind: 'driver' };
  if (path === '/ws/client') return { kind: 'client', ticketId: null };
  const digits = /^\/ws\/client\/([1-9]\d{0,9})$/u.exec(path)?.[1];
  return digits === undefined ? undefined : { kind: 'client', ticketId: Number(digits) };
}

/**
 * @throws Refusal 401 for a credential that is not live, 403 or 404 for what is not its holder's
 */
export async function identify(backend: Backend, path: PlainPath, token: string): Promise<PlainIdentity> {
  const session = await backend.sessions.find(token);
  if (session === null) {
    const link = await linkOf(backend, token);
    if (path.kind === 'driver' || (path.ticketId !== null && path.ticketId !== link.ticketId))
      throw forbidden('This link does not open that.');
    return {
      principal: { kind: 'link', linkId: link.id },
      actor: link.actor,
      ticketId: link.ticketId,
      link,
      baseChannel: trackingChannel(link.id),
    };
  }
  const { actor } = session;
  const principal = { kind: 'user', userId: session.user.id, tokenId: session.tokenId } as const;
  if (path.kind === 'driver' && actor.driverId === null) throw forbidden('This is for drivers.');
  const ticketId = path.kind === 'client' ? path.ticketId : null;
  if (ticketId !== null) {
    const rows =
      ticketId > MAX_ID ? [] : await backend.db.select().from(tickets).where(eq(tickets.id, ticketId));
    const [ticket] = rows;
    if (ticket === undefined || !mayRead(actor, ticket)) throw notFound('ticket');
  }
  const baseChannel = ticketId === null ? userChannel(session.user.id) : ticketChannel(ticketId);
  return { principal, actor, ticketId, link: null, baseChannel };
}

async function linkOf(backend: Backend, token: string) {
  try {
    return await findTrackingLink(backend.db, token, backend.clock.nowMs());
  } catch (error) {
    if (error instanceof Refusal && (error.status === 404 || error.status === 410))
      throw new Refusal(401, 'unauthenticated', 'The token is missing, expired or revoked.', {}, error);
    throw error;
  }
}
