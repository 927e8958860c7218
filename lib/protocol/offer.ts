import { z } from 'zod';
import { OFFER_STATUSES, OFFER_STRATEGIES, PRIORITIES, SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { id, isoTime, version } from './scalars.ts';

export const Offer = z
  .object({
    id,
    ticket_id: id,
    driver_id: id,
    status: z.enum(OFFER_STATUSES),
    offered_at: isoTime,
    expires_at: isoTime,
    responded_at: isoTime.nullable(),
    reason: z.string().nullable(),
    version,
  })
  .meta({ id: 'Offer' });
export type Offer = z.infer<typeof Offer>;

/** What a driver learns of a ticket before accepting: the place and the work, no phone. */
export const OfferedTicket = z
  .object({
    id,
    reference: z.string(),
    service_type: z.enum(SERVICE_TYPES),
    priority: z.enum(PRIORITIES),
    location: z.object({ latitude: z.number(), longitude: z.number(), address: z.string().nullable() }),
    notes: z.string().nullable(),
    /** Great-circle metres from the driver's last position; null when that is unknown. */
    distance: z.number().nullable(),
    /** Seconds; null when the driver's position is unknown. */
    eta_seconds: z.int().nullable(),
  })
  .meta({ id: 'OfferedTicket' });
export type OfferedTicket = z.infer<typeof OfferedTicket>;

export const DriverOffer = Offer.extend({ ticket: OfferedTicket }).meta({ id: 'DriverOffer' });
export type DriverOffer = z.infer<typeof DriverOffer>;

export const DEFAULT_OFFER_SECONDS = 45;

export const OfferRequest = z
  .object({
    driver_ids: z.array(id).min(1).max(100).optional(),
    strategy: z.enum(OFFER_STRATEGIES).optional(),
    expires_in: z.int().min(5).max(600).default(DEFAULT_OFFER_SECONDS),
    force: z.boolean().default(false),
  })
  .refine((body) => body.strategy !== 'manual' || body.driver_ids !== undefined, {
    path: ['driver_ids'],
    message: 'Name at least one driver for a manual offer.',
  });
export type OfferRequest = z.infer<typeof OfferRequest>;

export const DeclineRequest = z.object({ reason: z.string().trim().max(500).optional() });
