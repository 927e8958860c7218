import { describe, expect, it } from 'vitest';
import { ENDED_STATUSES, sharesPosition, TICKET_STATUSES } from '#lib/domain/ticket-status.ts';
import { EVENTS, MAX_EVENT_BYTES } from '#lib/protocol/events.ts';
import type { Position } from '#lib/protocol/driver.ts';
import { NOW_MS, isoBefore, sampleDriver, sampleTicket } from '#tests/fixtures/samples.ts';
import { routeEvent, type EventRow, type RoutingContext } from './event-routing.ts';

const PHONES = ['+46 70 123 45 67', '+46 70 000 00 07'];
const NOTE = 'gate code 4711';
const driver = sampleDriver();
const position: Position = {
  ...{ latitude: 57.1234567, longitude: 11.7654321, heading: 1, speed: 2, accuracy: 3, seq: 9 },
  ...{ recorded_at: isoBefore(1_000), received_at: isoBefore(900) },
};
const context: RoutingContext = {
  nowMs: NOW_MS,
  links: new Map([[1, [{ id: 77, expiresAt: new Date(NOW_MS + 60_000) }]]]),
  positions: new Map([[7, position]]),
};
const row = (type: string, over: Partial<EventRow>): EventRow => ({
  ...{ id: 1, position: 1, type, ticketId: 1, driverId: null, offerId: null, formerDriverId: null },
  ...{ actorId: 1, actorName: 'A', actorRole: 'admin', note: null, before: null, after: null },
  ...{ snapshot: {}, createdAt: new Date(NOW_MS) },
  ...over,
});
const ticket = (status: (typeof TICKET_STATUSES)[number]) =>
  sampleTicket({
    status,
    notes: NOTE,
    driver: { id: 7, name: driver.name, vehicle: driver.vehicle, phone: driver.phone },
    eta: {
      ...{ seconds: 60, arrives_at: isoBefore(0), computed_at: isoBefore(0) },
      ...{ provider: 'great_circle', confidence: 'low', position_age_seconds: 1 },
    },
  });
const sent = (events: ReturnType<typeof routeEvent>) =>
  events.flatMap((event) => event.channels.map((channel) => [channel, event.event]));

describe('11 events', () => {
  it('11.1 take a ticket to the fleet, its people, its driver and its links', () => {
    const events = routeEvent(row('ticket.updated', { snapshot: { ticket: ticket('en_route') } }), context);
    expect(sent(events)).toEqual([
      ['private-admin.fleet', 'ticket.updated'],
      ['private-ticket.1', 'ticket.updated'],
      ['private-matter.1', 'ticket.updated'],
      ['private-driver.7', 'ticket.updated'],
      ['private-tracking.77', 'ticket.updated'],
    ]);
  });

  it('11.2 tell the customer’s own channel of offers and assignments', () => {
    for (const type of ['ticket.offered', 'ticket.assigned'])
      expect(
        sent(routeEvent(row(type, { snapshot: { ticket: ticket('assigned') } }), context)),
      ).toContainEqual(['private-customer.50.driver-location', type]);
  });

  it('11.3 tell a driver who lost the ticket, without its private parts', () => {
    const events = routeEvent(
      row('ticket.assigned', { formerDriverId: 8, snapshot: { ticket: ticket('assigned') } }),
      context,
    );
    const lost = events.find((event) => event.channels.includes('private-driver.8'));
    expect(lost?.event).toBe('ticket.updated');
    expect(JSON.stringify(lost?.data)).not.toContain(NOTE);
    for (const phone of PHONES) expect(JSON.stringify(lost?.data)).not.toContain(phone);
  });

  it.each(TICKET_STATUSES)(
    '11.4 leak no phone, note or full name beyond dispatch and the driver (%s)',
    (status) => {
      for (const type of ['ticket.created', 'ticket.updated', 'ticket.offered', 'ticket.assigned'])
        for (const event of routeEvent(row(type, { snapshot: { ticket: ticket(status) } }), context)) {
          const text = JSON.stringify(event.data);
          for (const channel of event.channels) {
            if (channel === 'private-admin.fleet' || channel.startsWith('private-driver.')) continue;
            expect(text).not.toContain(driver.phone);
            expect(text).not.toContain(NOTE);
            expect(text).not.toContain('Haddad');
            // A customer's own name and number are no secret to that customer.
            if (channel.startsWith('private-customer.')) continue;
            expect(text).not.toContain(PHONES[0]);
            expect(text).not.toContain('Berg');
          }
        }
    },
  );

  it.each(ENDED_STATUSES)('11.5 give the driver no customer phone once the job has ended (%s)', (status) => {
    const events = routeEvent(row('ticket.updated', { snapshot: { ticket: ticket(status) } }), context);
    const own = events.find((event) => event.channels.includes('private-driver.7'));
    expect(JSON.stringify(own?.data)).not.toContain(PHONES[0]);
  });

  it.each(TICKET_STATUSES)(
    '11.6 show a link the position exactly from en route through in service (%s)',
    (status) => {
      const events = routeEvent(row('ticket.updated', { snapshot: { ticket: ticket(status) } }), context);
      const link = events.find((event) => event.channels.includes('private-tracking.77'));
      expect(JSON.stringify(link?.data).includes('57.1234567')).toBe(sharesPosition(status));
    },
  );

  it('11.7 are the data that their schemas say, small or large', () => {
    const large = { ...ticket('assigned'), notes: 'ä'.repeat(4_000), end_reason: 'ö'.repeat(1_500) };
    const rows = [
      row('ticket.created', { snapshot: { ticket: ticket('created') } }),
      row('ticket.assigned', { snapshot: { ticket: large } }),
      row('driver.updated', { snapshot: { driver } }),
      row('driver.updated', { snapshot: { driver: { ...driver, name: 'x'.repeat(9_000) } } }),
      row('offer.updated', {
        snapshot: {
          offer: {
            ...{ id: 3, ticket_id: 1, driver_id: 7, status: 'expired', version: 2 },
            ...{ offered_at: isoBefore(9), expires_at: isoBefore(1), responded_at: null, reason: null },
          },
        },
      }),
    ];
    for (const event of rows.flatMap((one) => routeEvent(one, context))) {
      expect(Buffer.byteLength(JSON.stringify(event.data))).toBeLessThan(MAX_EVENT_BYTES);
      expect(EVENTS[event.event].safeParse(event.data)).toMatchObject({ success: true });
    }
  });

  it('11.8 send what would not fit as id and version', () => {
    const large = { ...ticket('assigned'), notes: 'ä'.repeat(4_500) };
    const [fleet] = routeEvent(row('ticket.updated', { snapshot: { ticket: large } }), context);
    expect(fleet?.data).toEqual({ id: 1, version: 1 });
    const offer = { id: 3, driver_id: 7, version: 2, reason: 'x'.repeat(9_000) };
    const made = row('offer.created', { snapshot: { offer } as unknown as EventRow['snapshot'] });
    const [told] = routeEvent(made, context);
    expect(EVENTS['offer.created'].parse(told?.data)).toEqual({ id: 3, version: 2 });
  });

  it('11.9 say nothing on channels of rows that are for the timeline alone', () => {
    expect(routeEvent(row('tracking_link.created', {}), context)).toEqual([]);
  });
});
