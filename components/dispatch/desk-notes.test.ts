import { describe, expect, it } from 'vitest';
import { isoBefore, NOW_MS, sampleDriver, sampleTicket } from '#tests/fixtures/samples.ts';
import type { HearDriver } from '#components/drivers/driver-place.ts';
import type { Attention } from '#components/tickets/ticket-attention.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { notesBetween, watchTickets } from './desk-notes.ts';

const omar = { id: 7, name: 'Omar', vehicle: sampleDriver().vehicle, phone: null };
const heard: HearDriver = () => ({ recordedAtMs: NOW_MS, connectivity: 'live' });
const silent: HearDriver = () => ({ recordedAtMs: NOW_MS - 90_000, connectivity: 'stale' });

const watch = (ticket: Partial<Ticket>, hear = heard, attention: Attention | null = null) =>
  watchTickets([{ ticket: sampleTicket(ticket), attention }], hear, NOW_MS);
const told = (before: ReturnType<typeof watch>, after: ReturnType<typeof watch>) =>
  notesBetween(before, after).map(({ sentence }) => sentence);

describe('what the desk announces', () => {
  it('tells who got a ticket, once', () => {
    const assigned = watch({ status: 'assigned', driver: omar });
    expect(told(watch({}), assigned)).toEqual(['CO-1001 is assigned to Omar.']);
    expect(told(assigned, assigned)).toEqual([]);
  });

  it('tells when a driver on the way falls silent and when they are heard again', () => {
    const way = { status: 'en_route', driver: omar } as const;
    expect(told(watch(way), watch(way, silent))).toEqual(['Omar lost signal on a job.']);
    expect(told(watch(way, silent), watch(way))).toEqual(['The signal of Omar is back.']);
  });

  it('does not mind silence on site, where a vehicle may stand in a garage', () => {
    const onSite = { status: 'on_site', driver: omar } as const;
    expect(told(watch({ ...onSite, status: 'en_route' }), watch(onSite, silent))).toEqual([]);
    expect(told(watch({ ...onSite, status: 'en_route' }, silent), watch(onSite))).toEqual([]);
  });

  it('tells of lateness and of offers that came to nothing', () => {
    const sinceMs = Date.parse(isoBefore(0));
    expect(told(watch({}), watch({}, heard, { kind: 'late', sinceMs }))).toEqual(['CO-1001 is late.']);
    expect(told(watch({}), watch({}, heard, { kind: 'offer_failed', sinceMs, offer: 'declined' }))).toEqual([
      'The offer of CO-1001 was declined.',
    ]);
    expect(told(watch({}), watch({}, heard, { kind: 'offer_failed', sinceMs, offer: 'expired' }))).toEqual([
      'Nobody answered the offer of CO-1001.',
    ]);
  });

  it('says nothing of what it sees for the first time or no longer', () => {
    const late = watch({}, heard, { kind: 'late', sinceMs: NOW_MS });
    expect(told(new Map(), late)).toEqual([]);
    expect(told(late, new Map())).toEqual([]);
    expect(told(late, watch({ status: 'canceled' }))).toEqual([]);
  });
});
