import type { TrackingLink } from '#lib/protocol/tracking.ts';
import type { trackingLinks } from './schema.ts';

/** A link without its token, which nobody can show again. */
export const trackingLinkResource = (row: typeof trackingLinks.$inferSelect): TrackingLink => ({
  id: row.id,
  ticket_id: row.ticketId,
  created_at: row.createdAt.toISOString(),
  expires_at: row.expiresAt.toISOString(),
  revoked_at: row.revokedAt?.toISOString() ?? null,
});
