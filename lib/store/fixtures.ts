import type { Driver } from '#lib/protocol/driver.ts';
import type { OfferStatus } from '#lib/domain/vocabulary.ts';
import type { DriverLocations } from '#lib/protocol/events.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import type { LiveOffer } from './live-state.ts';

/** Complete resources for tests; a test names only what it is about. */

const AT = '2026-11-21T10:00:00.000Z';
const vehicle = { make: 'Volvo', model: 'V90', colour: 'white', plate: 'ABC 123' };

export function fixtureTicket({
  id,
  version = 1,
  status = 'created',
}: {
  readonly id: number;
  readonly version?: number;
  readonly status?: TicketStatus;
}): Ticket {
  return {
    id,
    reference: `T-${id}`,
    version,
    status,
    priority: 'normal',
    service_type: 'tow',
    customer: { id: 1, name: 'Karin', phone: null },
    location: { latitude: 57.7, longitude: 11.97, address: null },
    notes: null,
    driver: null,
    offer: null,
    eta: null,
    due_at: null,
    created_at: AT,
    offered_at: null,
    assigned_at: null,
    en_route_at: null,
    on_site_at: null,
    in_service_at: null,
    ended_at: null,
    end_reason: null,
    rating: null,
    latest_update: null,
    unread_messages: 0,
    updated_at: AT,
  };
}

export function fixtureDriver({
  id,
  version = 1,
  status = 'available',
  recordedAtMs,
}: {
  readonly id: number;
  readonly version?: number;
  readonly status?: Driver['status'];
  /** Has a position when given. */
  readonly recordedAtMs?: number;
}): Driver {
  const time = recordedAtMs === undefined ? AT : new Date(recordedAtMs).toISOString();
  return {
    id,
    user_id: id + 1_000,
    name: `Driver ${id}`,
    phone: null,
    vehicle,
    skills: ['tow'],
    duty: 'on',
    status,
    position:
      recordedAtMs === undefined
        ? null
        : {
            latitude: 57.7,
            longitude: 11.97,
            heading: 90,
            speed: 10,
            accuracy: 5,
            recorded_at: time,
            received_at: time,
            seq: 1,
          },
    battery: null,
    current_ticket_id: null,
    version,
    updated_at: AT,
  };
}

export function fixtureOffer({
  id,
  version = 1,
  status = 'pending',
  withTicket = false,
}: {
  readonly id: number;
  readonly version?: number;
  readonly status?: OfferStatus;
  readonly withTicket?: boolean;
}): LiveOffer {
  return {
    id,
    ticket_id: 1,
    driver_id: 1,
    status,
    offered_at: AT,
    expires_at: AT,
    responded_at: null,
    reason: null,
    version,
    ...(withTicket
      ? {
          ticket: {
            id: 1,
            reference: 'T-1',
            service_type: 'tow' as const,
            priority: 'normal' as const,
            location: { latitude: 57.7, longitude: 11.97, address: null },
            notes: null,
            distance: 900,
            eta_seconds: 120,
          },
        }
      : {}),
  };
}

/** One row of a batch, in degrees and m/s. */
export interface FixtureRow {
  readonly id: number;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly heading?: number;
  readonly ageMs?: number;
  readonly status?: number;
}

export function fixtureBatch(atMs: number, rows: readonly FixtureRow[]): DriverLocations {
  return {
    v: 1,
    at: atMs,
    id: rows.map((row) => row.id),
    lat: rows.map((row) => Math.round((row.latitude ?? 57.7) * 1e6)),
    lng: rows.map((row) => Math.round((row.longitude ?? 11.97) * 1e6)),
    heading: rows.map((row) => row.heading ?? 90),
    speed: rows.map(() => 100),
    accuracy: rows.map(() => 5),
    age: rows.map((row) => row.ageMs ?? 0),
    status: rows.map((row) => row.status ?? 0),
  };
}
