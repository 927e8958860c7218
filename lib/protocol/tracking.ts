import { z } from 'zod';
import { TICKET_STATUSES } from '#lib/domain/ticket-status.ts';
import { SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { Position, Vehicle } from './driver.ts';
import { id, isoTime, latitude, longitude } from './scalars.ts';
import { Eta } from './ticket.ts';

/** What the holder of a tracking link may do now. */
export const TRACKING_ACTIONS = ['rate', 'message', 'pickup', 'cancel'] as const;

export const TrackingView = z
  .object({
    link_id: id,
    ticket_version: z.int(),
    reference: z.string(),
    service_type: z.enum(SERVICE_TYPES),
    status: z.enum(TICKET_STATUSES),
    steps: z.array(
      z.object({
        status: z.enum(TICKET_STATUSES),
        state: z.enum(['done', 'current', 'todo']),
        at: isoTime.nullable(),
      }),
    ),
    sentence: z.string(),
    driver: z.object({ first_name: z.string(), vehicle: Vehicle, plate: z.string() }).nullable(),
    position: Position.nullable(),
    eta: Eta.nullable(),
    destination: z.object({ latitude: z.number(), longitude: z.number(), address: z.string().nullable() }),
    rating: z.int().nullable(),
    /** What dispatch last told everybody on this job. */
    update: z.object({ note: z.string(), at: isoTime }).nullable().default(null),
    can: z.array(z.enum(TRACKING_ACTIONS)),
    expires_at: isoTime,
  })
  .meta({ id: 'TrackingView' });
export type TrackingView = z.infer<typeof TrackingView>;

/** `token` and `url` are there in the creating answer only. */
export const TrackingLink = z
  .object({
    id,
    ticket_id: id,
    created_at: isoTime,
    expires_at: isoTime,
    revoked_at: isoTime.nullable(),
    token: z.string().optional(),
    url: z.string().optional(),
  })
  .meta({ id: 'TrackingLink' });
export type TrackingLink = z.infer<typeof TrackingLink>;

export const CreateTrackingLinkRequest = z.object({
  /** Seconds; 5 minutes to 30 days, default 24 hours. */
  expires_in: z.int().min(300).max(2_592_000).default(86_400),
});

export const RatingRequest = z.object({
  rating: z.int().min(1).max(5),
  comment: z.string().trim().max(1_000).optional(),
});
export const PickupRequest = z.object({ latitude, longitude, note: z.string().trim().max(500).optional() });
