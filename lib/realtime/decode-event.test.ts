import { describe, expect, it } from 'vitest';
import { fixtureBatch, fixtureTicket } from '#lib/store/fixtures.ts';
import { decodeEvent, dottedName } from './decode-event.ts';

describe('decoding events', () => {
  it.each([
    ['.ticket.assigned', 'ticket.assigned'],
    ['TicketAssigned', 'ticket.assigned'],
    ['.App\\Events\\TicketAssigned', 'ticket.assigned'],
    ['.Domain\\Dispatch\\Events\\DriverLocationUpdated', 'driver.location.updated'],
    ['.client-typing', 'client-typing'],
  ])('reads %s as %s', (reported, name) => {
    expect(dottedName(reported)).toBe(name);
  });

  it('decodes a ticket, also when a Laravel event carries it as a property', () => {
    const ticket = fixtureTicket({ id: 4 });
    const expected = { kind: 'event', event: { name: 'ticket.updated', data: ticket } };
    expect(decodeEvent('.ticket.updated', ticket)).toEqual(expected);
    expect(decodeEvent('TicketUpdated', { ticket })).toEqual(expected);
  });

  it('reads coordinates as decimal strings and as numbers', () => {
    const payload = (latitude: unknown) => ({
      ticket_id: 3,
      driver: { id: 7, name: 'Omar', latitude, longitude: '55.2707830' },
      heading: null,
      speed: null,
      accuracy: null,
      recorded_at: '2026-11-21T10:00:00.123456Z',
      seq: 1,
    });
    for (const latitude of ['25.2048490', 25.204849])
      expect(decodeEvent('.driver.location.updated', payload(latitude))).toMatchObject({
        event: { data: { driver: { latitude: 25.204849, longitude: 55.270783 } } },
      });
  });

  it('takes a foreign payload that names a resource as a hint to fetch it', () => {
    expect(decodeEvent('TicketUpdated', { ticket_id: 12, status: 'Assigned' })).toEqual({
      kind: 'hint',
      resource: 'ticket',
      id: 12,
    });
    expect(decodeEvent('.driver.updated', { driver: { id: '5' } })).toEqual({
      kind: 'hint',
      resource: 'driver',
      id: 5,
    });
  });

  it('drops what it cannot read without throwing', () => {
    const batch = fixtureBatch(1, [{ id: 1 }, { id: 2 }]);
    expect(decodeEvent('.driver.locations', { ...batch, lat: [1] })).toEqual({ kind: 'bad' });
    for (const data of [null, undefined, 'x', 7, [], { id: -1 }, { ticket: null }])
      expect(decodeEvent('.ticket.updated', data)).toEqual({ kind: 'bad' });
    expect(decodeEvent('.weather.changed', {})).toEqual({ kind: 'unknown' });
  });
});
