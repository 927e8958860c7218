import { describe, expect, it } from 'vitest';
import {
  NOW_MS,
  isoBefore,
  locateIn,
  sampleDriver,
  sampleOffer,
  sampleTicket,
} from '#tests/fixtures/samples.ts';
import { CONTRACT_LIMITS } from '#lib/domain/connectivity.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { ticketAttention } from './ticket-attention.ts';
import { ticketQueue, type QueueInput } from './ticket-queue.ts';

const queue = (tickets: readonly Ticket[], over: Partial<QueueInput> = {}) =>
  ticketQueue({
    tickets,
    locate: () => null,
    offers: [],
    filter: 'open',
    search: '',
    nowMs: NOW_MS,
    limits: CONTRACT_LIMITS,
    ...over,
  });
const ids = (q: ReturnType<typeof queue>) => q.rows.map((row) => row.ticket.id);
const holder = { id: 7, name: 'Omar', vehicle: sampleDriver().vehicle, phone: null };

describe('who needs me now', () => {
  it('puts late, failed offers, unassigned, no signal and running late on top, in that order', () => {
    const tickets = [
      sampleTicket({ id: 1, status: 'on_site', driver: holder }),
      sampleTicket({
        id: 2,
        status: 'en_route',
        driver: { ...holder, id: 9 },
        due_at: isoBefore(-60_000),
        eta: {
          seconds: 300,
          arrives_at: isoBefore(-300_000),
          computed_at: isoBefore(0),
          provider: 'great_circle',
          confidence: 'low',
          position_age_seconds: 1,
        },
      }),
      sampleTicket({ id: 3, status: 'en_route', driver: holder }),
      sampleTicket({ id: 4 }),
      sampleTicket({ id: 5 }),
      sampleTicket({ id: 6, status: 'assigned', driver: { ...holder, id: 9 }, due_at: isoBefore(1) }),
    ];
    const drivers = [sampleDriver({ id: 7, fixAgeMs: 90_000 }), sampleDriver({ id: 9 })];
    const offers = [sampleOffer({ ticket_id: 5, status: 'expired' })];
    expect(ids(queue(tickets, { locate: locateIn(drivers), offers }))).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it('orders equals by priority, then by age, then by id', () => {
    const tickets = [
      sampleTicket({ id: 4, created_at: isoBefore(10_000) }),
      sampleTicket({ id: 3, created_at: isoBefore(20_000) }),
      sampleTicket({ id: 2, created_at: isoBefore(20_000) }),
      sampleTicket({ id: 1, created_at: isoBefore(1_000), priority: 'urgent' }),
    ];
    expect(ids(queue(tickets))).toEqual([1, 2, 3, 4]);
  });

  it('keeps its order while only time passes', () => {
    const tickets = [1, 2, 3].map((id) => sampleTicket({ id, created_at: isoBefore(id * 1_000) }));
    const later = queue(tickets, { nowMs: NOW_MS + 3_600_000 });
    expect(ids(later)).toEqual(ids(queue(tickets)));
  });

  it('shows ended tickets in their own filter only, the last one first', () => {
    const tickets = [
      sampleTicket({ id: 1, status: 'completed', ended_at: isoBefore(5_000) }),
      sampleTicket({ id: 2, status: 'canceled', ended_at: isoBefore(1_000) }),
      sampleTicket({ id: 3 }),
    ];
    expect(ids(queue(tickets))).toEqual([3]);
    expect(ids(queue(tickets, { filter: 'ended' }))).toEqual([2, 1]);
    expect(queue(tickets).counts).toEqual({ open: 1, attention: 1, waiting: 1, active: 0, ended: 2 });
  });

  it('searches all words over reference, people, place, plate and service', () => {
    const tickets = [
      sampleTicket({ id: 1, service_type: 'ev_charging', driver: holder, status: 'assigned' }),
      sampleTicket({ id: 2, customer: { id: 1, name: 'Åsa Öst', phone: null } }),
    ];
    expect(ids(queue(tickets, { search: 'ev charging abc' }))).toEqual([1]);
    expect(ids(queue(tickets, { search: 'ÅSA kungsgatan' }))).toEqual([2]);
    expect(ids(queue(tickets, { search: 'nowhere' }))).toEqual([]);
  });
});

describe('ticketAttention', () => {
  const context = { nowMs: NOW_MS, heard: null, limits: CONTRACT_LIMITS, lastOffer: undefined };

  it('takes the newest offer that anybody told of', () => {
    const ticket = sampleTicket({
      offer: sampleOffer({ id: 4, status: 'declined', responded_at: isoBefore(9) }),
    });
    expect(
      ticketAttention(ticket, { ...context, lastOffer: sampleOffer({ id: 3, status: 'expired' }) }),
    ).toEqual({
      kind: 'offer_failed',
      sinceMs: NOW_MS - 9,
      offer: 'declined',
    });
  });

  it('does not call a ticket late once the driver has arrived', () => {
    const ticket = sampleTicket({ status: 'on_site', driver: holder, due_at: isoBefore(60_000) });
    expect(ticketAttention(ticket, context)).toBeNull();
  });

  it('does not worry about silence on site, where a vehicle may stand in a garage', () => {
    const heard = { recordedAtMs: NOW_MS - 700_000 };
    expect(
      ticketAttention(sampleTicket({ status: 'in_service', driver: holder }), { ...context, heard }),
    ).toBeNull();
    expect(
      ticketAttention(sampleTicket({ status: 'en_route', driver: holder }), { ...context, heard }),
    ).toMatchObject({ kind: 'no_signal', sinceMs: NOW_MS - 700_000 });
  });

  it('gives a driver who reports seldom three of their intervals', () => {
    const ticket = sampleTicket({ status: 'en_route', driver: holder });
    const heard = (reportingIntervalMs: number) => ({ recordedAtMs: NOW_MS - 100_000, reportingIntervalMs });
    expect(ticketAttention(ticket, { ...context, heard: heard(10_000) })?.kind).toBe('no_signal');
    expect(ticketAttention(ticket, { ...context, heard: heard(40_000) })).toBeNull();
  });

  it('never asks for a person on an ended ticket', () => {
    expect(ticketAttention(sampleTicket({ status: 'expired', due_at: isoBefore(1) }), context)).toBeNull();
  });
});
