import { describe, expect, it } from 'vitest';
import { TICKET_STATUSES, type TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { jobEnding, jobsOf, jobSteps } from './current-job.ts';

const AT = '2026-11-21T10:00:00.000Z';

function ticket(id: number, status: TicketStatus, driverId: number | null = 7, assignedAt = AT): Ticket {
  const vehicle = { make: 'VW', model: 'Caddy', colour: 'white', plate: 'ABC 123' };
  return {
    id,
    reference: `T-${id}`,
    version: 1,
    status,
    priority: 'normal',
    service_type: 'tyre',
    customer: { id: 1, name: 'Karin', phone: null },
    location: { latitude: 57.7, longitude: 11.97, address: null },
    notes: null,
    driver: driverId === null ? null : { id: driverId, name: 'Omar', vehicle, phone: null },
    offer: null,
    eta: null,
    due_at: null,
    created_at: AT,
    offered_at: null,
    assigned_at: assignedAt,
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

describe('current job', () => {
  it('has one next step from assigned to completed, and none outside', () => {
    const steps = TICKET_STATUSES.flatMap((status) => jobSteps(status).next ?? []);
    expect(steps).toEqual(['en_route', 'on_site', 'in_service', 'completed']);
    expect(jobSteps('offered')).toEqual({ next: null, endings: [] });
  });

  it('offers the failures only where they are legal', () => {
    expect(jobSteps('assigned').endings).toEqual([]);
    expect(jobSteps('on_site').endings).toEqual(['gone_on_arrival', 'unsuccessful']);
    expect(jobSteps('in_service').endings).toEqual(['unsuccessful']);
  });

  it('is the driver’s own job that is furthest along, then the oldest', () => {
    const jobs = jobsOf(
      [
        ticket(1, 'assigned'),
        ticket(2, 'assigned', 7, '2026-11-21T09:00:00.000Z'),
        ticket(3, 'en_route'),
        ticket(4, 'en_route', 8),
        ticket(5, 'completed'),
        ticket(6, 'created', null),
      ],
      7,
    );
    expect(jobs.map((job) => job.id)).toEqual([3, 2, 1]);
  });

  it('says whether a job that is gone ended or was taken back', () => {
    expect(jobEnding(ticket(1, 'canceled'))).toBe('canceled');
    expect(jobEnding(ticket(1, 'created', null))).toBe('takenAway');
    expect(jobEnding(ticket(1, 'en_route', 8))).toBe('takenAway');
    expect(jobEnding(undefined)).toBe('takenAway');
  });
});
