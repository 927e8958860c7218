import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  real,
  smallint,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import type {
  DriverStatus,
  Duty,
  OfferStatus,
  OfferStrategy,
  Priority,
  Role,
  ServiceType,
} from '#lib/domain/vocabulary.ts';
import type { Vehicle } from '#lib/protocol/driver.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import type { Offer, OfferedTicket } from '#lib/protocol/offer.ts';
import type { StatusUpdate, Ticket } from '#lib/protocol/ticket.ts';

/** Every table, in one Postgres dialect: PGlite and a server run the same migrations. */

const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });
const identity = () => integer('id').primaryKey().generatedAlwaysAsIdentity();

export const users = pgTable(
  'users',
  {
    id: identity(),
    name: text('name').notNull(),
    /** Lower case; null for a customer who only ever had a phone call and a link. */
    email: text('email'),
    passwordHash: text('password_hash'),
    role: text('role').$type<Role>().notNull(),
    phone: text('phone'),
    disabledAt: at('disabled_at'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [uniqueIndex('users_email_key').on(t.email)],
);

export const accessTokens = pgTable(
  'access_tokens',
  {
    id: identity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the token, hex: the token itself is stored nowhere. */
    tokenHash: text('token_hash').notNull(),
    deviceName: text('device_name'),
    createdAt: at('created_at').notNull(),
    lastUsedAt: at('last_used_at'),
    expiresAt: at('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('access_tokens_hash_key').on(t.tokenHash),
    index('access_tokens_user_idx').on(t.userId),
  ],
);

export const drivers = pgTable(
  'drivers',
  {
    id: identity(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id),
    name: text('name').notNull(),
    phone: text('phone'),
    vehicle: jsonb('vehicle').$type<Vehicle>().notNull(),
    skills: text('skills').array().$type<ServiceType[]>().notNull(),
    duty: text('duty').$type<Duty>().notNull().default('off'),
    /** Follows from duty, the active tickets and the pending offers; kept here by the commands. */
    status: text('status').$type<DriverStatus>().notNull().default('off_duty'),
    currentTicketId: integer('current_ticket_id'),
    version: integer('version').notNull().default(1),
    createdAt: at('created_at').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [uniqueIndex('drivers_user_key').on(t.userId), index('drivers_status_idx').on(t.status)],
);

/** The newest fix of each driver, apart from `drivers` so that a fleet's stream rewrites narrow rows. */
export const driverPositions = pgTable('driver_positions', {
  driverId: integer('driver_id')
    .primaryKey()
    .references(() => drivers.id),
  latitude: doublePrecision('latitude').notNull(),
  longitude: doublePrecision('longitude').notNull(),
  heading: real('heading'),
  speed: real('speed'),
  accuracy: real('accuracy'),
  battery: real('battery'),
  recordedAt: at('recorded_at').notNull(),
  receivedAt: at('received_at').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
});

/** Every fix ever acknowledged; unique by (driver, recorded_at in ms). */
export const positions = pgTable(
  'positions',
  {
    seq: bigint('seq', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    driverId: integer('driver_id').notNull(),
    ticketId: integer('ticket_id'),
    latitude: doublePrecision('latitude').notNull(),
    longitude: doublePrecision('longitude').notNull(),
    heading: real('heading'),
    speed: real('speed'),
    accuracy: real('accuracy'),
    battery: real('battery'),
    recordedAt: at('recorded_at').notNull(),
    receivedAt: at('received_at').notNull(),
  },
  (t) => [
    uniqueIndex('positions_driver_recorded_key').on(t.driverId, t.recordedAt),
    index('positions_ticket_idx')
      .on(t.ticketId, t.recordedAt)
      .where(sql`${t.ticketId} is not null`),
  ],
);

export const tickets = pgTable(
  'tickets',
  {
    id: identity(),
    reference: text('reference').notNull(),
    version: integer('version').notNull().default(1),
    status: text('status').$type<TicketStatus>().notNull(),
    priority: text('priority').$type<Priority>().notNull(),
    serviceType: text('service_type').$type<ServiceType>().notNull(),
    customerId: integer('customer_id')
      .notNull()
      .references(() => users.id),
    customerName: text('customer_name').notNull(),
    customerPhone: text('customer_phone'),
    latitude: doublePrecision('latitude').notNull(),
    longitude: doublePrecision('longitude').notNull(),
    address: text('address'),
    notes: text('notes'),
    driverId: integer('driver_id').references(() => drivers.id),
    /** The newest offer, whatever became of it; null before the first. */
    offerId: integer('offer_id'),
    dueAt: at('due_at'),
    createdAt: at('created_at').notNull(),
    offeredAt: at('offered_at'),
    assignedAt: at('assigned_at'),
    enRouteAt: at('en_route_at'),
    onSiteAt: at('on_site_at'),
    inServiceAt: at('in_service_at'),
    endedAt: at('ended_at'),
    endReason: text('end_reason'),
    rating: smallint('rating'),
    ratingComment: text('rating_comment'),
    /** What dispatch last told everybody on the ticket. */
    latestUpdate: jsonb('latest_update').$type<StatusUpdate>(),
    createdBy: integer('created_by').notNull(),
    updatedAt: at('updated_at').notNull(),
  },
  (t) => [
    uniqueIndex('tickets_reference_key').on(t.reference),
    index('tickets_status_idx').on(t.status),
    index('tickets_driver_idx').on(t.driverId),
    index('tickets_customer_idx').on(t.customerId),
    index('tickets_created_idx').on(t.createdAt),
  ],
);

export const offers = pgTable(
  'offers',
  {
    id: identity(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    driverId: integer('driver_id')
      .notNull()
      .references(() => drivers.id),
    status: text('status').$type<OfferStatus>().notNull(),
    strategy: text('strategy').$type<OfferStrategy>().notNull(),
    offeredAt: at('offered_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    respondedAt: at('responded_at'),
    reason: text('reason'),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    uniqueIndex('offers_pending_key')
      .on(t.ticketId, t.driverId)
      .where(sql`${t.status} = 'pending'`),
    index('offers_driver_idx').on(t.driverId, t.status),
    index('offers_expiry_idx')
      .on(t.expiresAt)
      .where(sql`${t.status} = 'pending'`),
  ],
);

/** What an event row froze at its commit: the staff view, projected per channel when published. */
export interface EventSnapshot {
  readonly ticket?: Ticket;
  readonly driver?: Driver;
  /** `ticket` is there in `offer.created`: what the driver is shown with the offer. */
  readonly offer?: Offer & { readonly ticket?: OfferedTicket };
}

/** One row per state change, written in its transaction: timeline, outbox and sync log in one. */
export const events = pgTable(
  'events',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Gapless commit order, given by the publisher; null until it has seen the row. */
    position: bigint('position', { mode: 'number' }),
    type: text('type').notNull(),
    ticketId: integer('ticket_id'),
    driverId: integer('driver_id'),
    offerId: integer('offer_id'),
    /** On a change of hands: the driver who had the ticket before. */
    formerDriverId: integer('former_driver_id'),
    actorId: integer('actor_id'),
    actorName: text('actor_name').notNull(),
    actorRole: text('actor_role').notNull(),
    note: text('note'),
    before: jsonb('before').$type<Record<string, unknown>>(),
    after: jsonb('after').$type<Record<string, unknown>>(),
    snapshot: jsonb('snapshot').$type<EventSnapshot>().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('events_position_key').on(t.position),
    index('events_unpositioned_idx')
      .on(t.id)
      .where(sql`${t.position} is null`),
    index('events_ticket_idx').on(t.ticketId, t.id),
  ],
);

export const trackingLinks = pgTable(
  'tracking_links',
  {
    id: identity(),
    ticketId: integer('ticket_id')
      .notNull()
      .references(() => tickets.id),
    tokenHash: text('token_hash').notNull(),
    createdBy: integer('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    expiresAt: at('expires_at').notNull(),
    revokedAt: at('revoked_at'),
  },
  (t) => [
    uniqueIndex('tracking_links_hash_key').on(t.tokenHash),
    index('tracking_links_ticket_idx').on(t.ticketId),
  ],
);

/** Phones that report a driver's position by a token of their own, in the background too. */
export const driverDevices = pgTable(
  'driver_devices',
  {
    id: identity(),
    driverId: integer('driver_id')
      .notNull()
      .references(() => drivers.id),
    name: text('name').notNull(),
    tokenHash: text('token_hash').notNull(),
    createdBy: integer('created_by').notNull(),
    createdAt: at('created_at').notNull(),
    lastSeenAt: at('last_seen_at'),
    revokedAt: at('revoked_at'),
    /** What became of its fixes; written behind, a few seconds late. */
    stored: bigint('stored', { mode: 'number' }).notNull().default(0),
    duplicates: bigint('duplicates', { mode: 'number' }).notNull().default(0),
    invalid: bigint('invalid', { mode: 'number' }).notNull().default(0),
    inFuture: bigint('in_future', { mode: 'number' }).notNull().default(0),
    tooOld: bigint('too_old', { mode: 'number' }).notNull().default(0),
    offDuty: bigint('off_duty', { mode: 'number' }).notNull().default(0),
  },
  (t) => [
    uniqueIndex('driver_devices_hash_key').on(t.tokenHash),
    index('driver_devices_driver_idx').on(t.driverId),
  ],
);

/** Answers kept for 24 h so that a repeated create is one create. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: identity(),
    callerId: integer('caller_id').notNull(),
    method: text('method').notNull(),
    path: text('path').notNull(),
    key: text('key').notNull(),
    bodyHash: text('body_hash').notNull(),
    /** Null while the first call is still running. */
    status: smallint('status'),
    response: jsonb('response'),
    createdAt: at('created_at').notNull(),
  },
  (t) => [uniqueIndex('idempotency_keys_key').on(t.callerId, t.method, t.path, t.key)],
);

/** Single facts of this database: its epoch, how far the publisher came, the setup link's hash. */
export const settings = pgTable('settings', {
  key: text('key').primaryKey(),
  value: jsonb('value').notNull(),
  internal: boolean('internal').notNull().default(true),
});
