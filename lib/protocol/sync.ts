import { z } from 'zod';
import { Driver } from './driver.ts';
import { DriverOffer, Offer } from './offer.ts';
import { id } from './scalars.ts';
import { Ticket } from './ticket.ts';

export const SYNC_MAX_ROWS = 500;

/** What changed since a cursor, in the caller's projection; a reader applies it in any order, by version. */
export const SyncPage = z
  .object({
    epoch: z.string(),
    cursor: z.string(),
    /** The cursor was missing or of another database: drop what you hold, this is a snapshot. */
    reset: z.boolean(),
    has_more: z.boolean(),
    tickets: z.array(Ticket),
    /** A driver's own offers carry the ticket's place and work, as on that driver's channel. */
    offers: z.array(z.union([DriverOffer, Offer])),
    drivers: z.array(Driver),
    messages: z.array(z.unknown()),
    alerts: z.array(z.unknown()),
    removed: z.array(z.object({ type: z.enum(['ticket', 'offer', 'driver', 'message', 'alert']), id })),
  })
  .meta({ id: 'SyncPage' });
export type SyncPage = z.infer<typeof SyncPage>;

export const SyncHead = z.object({ epoch: z.string(), cursor: z.string() });
export type SyncHead = z.infer<typeof SyncHead>;
