import { z } from 'zod';
import { Driver } from './driver.ts';
import { DriverOffer, Offer } from './offer.ts';
import { id, isoTime, version } from './scalars.ts';
import { SyncHead } from './sync.ts';
import { Ticket } from './ticket.ts';
import { TrackingView } from './tracking.ts';

/** Every event that the product sends on a channel, name → schema of its `data`. */

/** Stands in for a resource that would not fit under the brokers' size limit: fetch it. */
export const Reference = z.object({ id, version });
export type Reference = z.infer<typeof Reference>;

const coordinate = z.union([z.number(), z.string().transform(Number)]).pipe(z.number());

/** The two coordinates are decimal strings on the wire, as Laravel's decimal casts send them. */
export const DriverLocationUpdated = z.object({
  ticket_id: id.nullable(),
  driver: z.object({ id, name: z.string(), latitude: coordinate, longitude: coordinate }),
  heading: z.number().nullable(),
  speed: z.number().nullable(),
  accuracy: z.number().nullable(),
  recorded_at: isoTime,
  seq: z.int(),
});
export type DriverLocationUpdated = z.infer<typeof DriverLocationUpdated>;

const column = z.array(z.int());
/** Many drivers in one event: integer columns of one length; rows of one id are in fix order. */
export const DriverLocations = z
  .object({
    v: z.literal(1),
    /** Server epoch, ms. */
    at: z.int(),
    id: column,
    /** 1e-6 degrees. */
    lat: column,
    lng: column,
    /** Degrees, -1 unknown. */
    heading: column,
    /** 0.1 m/s, -1 unknown. */
    speed: column,
    /** Metres, -1 unknown. */
    accuracy: column,
    /** Milliseconds before `at`, ≥ 0. */
    age: column,
    /** Index into DRIVER_STATUSES. */
    status: column,
  })
  .refine(
    (c) =>
      [c.lat, c.lng, c.heading, c.speed, c.accuracy, c.age, c.status].every(
        (values) => values.length === c.id.length,
      ),
    'columns differ in length',
  );
export type DriverLocations = z.infer<typeof DriverLocations>;

const COLUMNS = ['id', 'lat', 'lng', 'heading', 'speed', 'accuracy', 'age', 'status'] as const;

/**
 * The schema's judgement of a whole and sound event without its cost: a fleet of ten thousand is 80,000
 * integers a second, which the schema also copies. False: let the schema say.
 */
export function isDriverLocations(data: unknown): data is DriverLocations {
  if (typeof data !== 'object' || data === null) return false;
  if (Reflect.get(data, 'v') !== 1 || !Number.isSafeInteger(Reflect.get(data, 'at'))) return false;
  let rows = -1;
  for (const name of COLUMNS) {
    const values: unknown = Reflect.get(data, name);
    if (!Array.isArray(values)) return false;
    if (rows < 0) rows = values.length;
    if (values.length !== rows) return false;
    for (let i = 0; i < rows; i += 1) if (!Number.isSafeInteger(values[i])) return false;
  }
  return true;
}

export const EVENTS = {
  'driver.locations': DriverLocations,
  'driver.location.updated': DriverLocationUpdated,
  'driver.updated': z.union([Driver, Reference]),
  'ticket.created': z.union([Ticket, Reference]),
  'ticket.updated': z.union([Ticket, TrackingView, Reference]),
  'ticket.offered': z.union([Ticket, Reference]),
  'ticket.assigned': z.union([Ticket, Reference]),
  'offer.created': z.union([DriverOffer, Reference]),
  'offer.updated': z.union([Offer, Reference]),
  'sync.head': SyncHead,
} as const;
export type EventName = keyof typeof EVENTS;

/** Pusher and Reverb refuse 10,000 bytes; we stay well below. */
export const MAX_EVENT_BYTES = 9_000;
