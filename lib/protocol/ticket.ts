import { z } from 'zod';
import { TICKET_STATUSES } from '#lib/domain/ticket-status.ts';
import { PRIORITIES, SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { Vehicle } from './driver.ts';
import { Offer } from './offer.ts';
import { id, isoTime, latitude, longitude, MAX_ID, version } from './scalars.ts';

export const Eta = z
  .object({
    /** Whole seconds from `computed_at`. */
    seconds: z.int().min(0),
    arrives_at: isoTime,
    computed_at: isoTime,
    provider: z.enum(['osrm', 'roads', 'great_circle']),
    confidence: z.enum(['high', 'medium', 'low']),
    position_age_seconds: z.int().min(0),
  })
  .meta({ id: 'Eta' });
export type Eta = z.infer<typeof Eta>;

export const TicketLocation = z.object({
  latitude: z.number(),
  longitude: z.number(),
  address: z.string().nullable(),
});

/** What dispatch last told everybody on a ticket: its customer, its driver, whoever holds a link. */
export const StatusUpdate = z
  .object({
    note: z.string(),
    /** The ticket's status when it was said. */
    status: z.enum(TICKET_STATUSES),
    at: isoTime,
    /** Who said it; outside dispatch simply "Dispatch". */
    by: z.string(),
  })
  .meta({ id: 'StatusUpdate' });
export type StatusUpdate = z.infer<typeof StatusUpdate>;

/** A ticket in the reader's projection: what the reader may not see is null. */
export const Ticket = z
  .object({
    id,
    reference: z.string(),
    version,
    status: z.enum(TICKET_STATUSES),
    priority: z.enum(PRIORITIES),
    service_type: z.enum(SERVICE_TYPES),
    customer: z.object({ id, name: z.string(), phone: z.string().nullable() }),
    location: TicketLocation,
    notes: z.string().nullable(),
    driver: z.object({ id, name: z.string(), vehicle: Vehicle, phone: z.string().nullable() }).nullable(),
    offer: Offer.nullable(),
    eta: Eta.nullable(),
    due_at: isoTime.nullable(),
    created_at: isoTime,
    offered_at: isoTime.nullable(),
    assigned_at: isoTime.nullable(),
    en_route_at: isoTime.nullable(),
    on_site_at: isoTime.nullable(),
    in_service_at: isoTime.nullable(),
    ended_at: isoTime.nullable(),
    end_reason: z.string().nullable(),
    rating: z.int().min(1).max(5).nullable(),
    /** Absent from a backend that pushes no notes. */
    latest_update: StatusUpdate.nullable().default(null),
    unread_messages: z.int().min(0),
    updated_at: isoTime,
  })
  .meta({ id: 'Ticket' });
export type Ticket = z.infer<typeof Ticket>;

const locationInput = z.object({
  latitude,
  longitude,
  address: z.string().trim().max(300).nullable().optional(),
});

export const CreateTicketRequest = z
  .object({
    service_type: z.enum(SERVICE_TYPES),
    priority: z.enum(PRIORITIES).default('normal'),
    location: locationInput,
    notes: z.string().trim().max(4_000).nullable().optional(),
    due_at: isoTime.nullable().optional(),
    customer_id: id.optional(),
    customer: z
      .object({
        name: z.string().trim().min(1).max(120),
        phone: z.string().trim().max(40).nullable().optional(),
      })
      .optional(),
  })
  .meta({ id: 'CreateTicket' });
export type CreateTicketRequest = z.infer<typeof CreateTicketRequest>;

export const UpdateTicketRequest = z
  .object({
    service_type: z.enum(SERVICE_TYPES).optional(),
    priority: z.enum(PRIORITIES).optional(),
    location: locationInput.optional(),
    notes: z.string().trim().max(4_000).nullable().optional(),
    due_at: isoTime.nullable().optional(),
    customer: z
      .object({
        name: z.string().trim().min(1).max(120).optional(),
        phone: z.string().trim().max(40).nullable().optional(),
      })
      .optional(),
  })
  .meta({ id: 'UpdateTicket' });
export type UpdateTicketRequest = z.infer<typeof UpdateTicketRequest>;

export const AssignRequest = z.object({ driver_id: id, force: z.boolean().default(false) });
export type AssignRequest = z.infer<typeof AssignRequest>;

export const CancelRequest = z.object({ reason: z.string().trim().min(1).max(500) });

/** `delivered` is read as `completed`, for apps that come from deliveries. */
export const StatusRequest = z.object({
  status: z.preprocess((value) => (value === 'delivered' ? 'completed' : value), z.enum(TICKET_STATUSES)),
  note: z.string().trim().max(1_000).optional(),
  latitude: latitude.optional(),
  longitude: longitude.optional(),
});
export type StatusRequest = z.infer<typeof StatusRequest>;

/**
 * A push: the next step, a note for everybody on the ticket, or both. Without a `status`, or with the one
 * that the ticket has, it is the note alone. Apps that come from deliveries name the ticket `orderId`.
 */
export const AdminUpdateRequest = StatusRequest.pick({ note: true })
  .extend({
    status: StatusRequest.shape.status.optional(),
    ticket_id: z.coerce.number().int().positive().max(MAX_ID).optional(),
    orderId: z.coerce.number().int().positive().max(MAX_ID).optional(),
  })
  .refine((body) => body.ticket_id !== undefined || body.orderId !== undefined, {
    path: ['ticket_id'],
    message: 'Name the ticket: ticket_id or orderId.',
  })
  .refine((body) => body.status !== undefined || (body.note !== undefined && body.note !== ''), {
    path: ['status'],
    message: 'Send a status, a note, or both.',
  })
  .meta({ id: 'AdminUpdate' });
export type AdminUpdateRequest = z.infer<typeof AdminUpdateRequest>;

/** One thing that happened to a ticket: who, what, when, and the fields it changed. */
export const TimelineEvent = z
  .object({
    id,
    type: z.string(),
    at: isoTime,
    actor: z.object({ id: id.nullable(), name: z.string(), role: z.string() }),
    note: z.string().nullable(),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'TimelineEvent' });
export type TimelineEvent = z.infer<typeof TimelineEvent>;

/** One point of a recorded track. */
export const TrackPoint = z
  .object({
    driver_id: id,
    latitude: z.number(),
    longitude: z.number(),
    heading: z.number().nullable(),
    speed: z.number().nullable(),
    accuracy: z.number().nullable(),
    recorded_at: isoTime,
    seq: z.int(),
  })
  .meta({ id: 'TrackPoint' });
export type TrackPoint = z.infer<typeof TrackPoint>;
