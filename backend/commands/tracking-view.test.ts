import { describe, expect, it } from 'vitest';
import { isEnded, TICKET_STATUSES } from '#lib/domain/ticket-status.ts';
import { TrackingView } from '#lib/protocol/tracking.ts';
import { isoBefore, NOW_MS, sampleDriver, sampleTicket } from '#tests/fixtures/samples.ts';
import { isPastEnd, LINK_SHOWS_END_FOR_MS, trackingView } from './tracking-view.ts';

const LINK = { id: 5, expiresAt: new Date(NOW_MS + 60_000) };
const driver = sampleDriver();

describe('what a tracking link shows', () => {
  it.each(TICKET_STATUSES)('is complete and safe while the ticket is %s', (status) => {
    const ticket = sampleTicket({
      status,
      notes: 'gate code 4711',
      driver: { id: driver.id, name: driver.name, vehicle: driver.vehicle, phone: driver.phone },
      assigned_at: isoBefore(60_000),
      ended_at: isEnded(status) ? isoBefore(1_000) : null,
    });
    const view = TrackingView.parse(trackingView(ticket, LINK, driver.position, NOW_MS));
    expect(view.position !== null).toBe(['en_route', 'on_site', 'in_service'].includes(status));
    expect(view.steps.filter((step) => step.state === 'current')).toHaveLength(1);
    expect(view.sentence.length).toBeGreaterThan(10);
    const text = JSON.stringify(view);
    for (const secret of ['Haddad', '+46', 'Berg', '4711']) expect(text).not.toContain(secret);
  });

  it('tells a job that ended early by the steps it took and its end', () => {
    const ticket = sampleTicket({
      status: 'canceled',
      assigned_at: isoBefore(60_000),
      ended_at: isoBefore(1_000),
    });
    const { steps } = trackingView(ticket, LINK, null, NOW_MS);
    expect(steps.map((step) => `${step.status} ${step.state}`)).toEqual([
      'created done',
      'assigned done',
      'canceled current',
    ]);
  });

  it('closes two hours after the end', () => {
    expect(isPastEnd(null, NOW_MS)).toBe(false);
    expect(isPastEnd(isoBefore(LINK_SHOWS_END_FOR_MS - 1), NOW_MS)).toBe(false);
    expect(isPastEnd(isoBefore(LINK_SHOWS_END_FOR_MS), NOW_MS)).toBe(true);
  });
});
