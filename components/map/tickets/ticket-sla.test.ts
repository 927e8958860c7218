import { describe, expect, test } from 'vitest';
import { isoBefore, NOW_MS, sampleOffer, sampleTicket } from '#tests/fixtures/samples.ts';
import { ticketSla } from './ticket-sla.ts';

const MINUTE_MS = 60_000;
const dueIn = (minutes: number, over: Parameters<typeof sampleTicket>[0] = {}) =>
  sampleTicket({ created_at: isoBefore(30 * MINUTE_MS), due_at: isoBefore(-minutes * MINUTE_MS), ...over });

describe('a ticket with a due time', () => {
  test('has used the share of it that has gone by since it was made', () => {
    expect(ticketSla(dueIn(30), [], NOW_MS)).toEqual({
      kind: 'due',
      used: 0.5,
      tone: 'calm',
      endsAtMs: NOW_MS + 30 * MINUTE_MS,
    });
  });

  test('warns when a fifth is left, and is late from the due time on', () => {
    expect(ticketSla(dueIn(7), [], NOW_MS)).toMatchObject({ tone: 'warn' });
    expect(ticketSla(dueIn(0), [], NOW_MS)).toMatchObject({ tone: 'warn', used: 1 });
    expect(ticketSla(dueIn(-1), [], NOW_MS)).toMatchObject({ tone: 'late', used: 1 });
  });

  test('warns early when the driver will arrive after it', () => {
    const eta = {
      seconds: 3_600,
      arrives_at: isoBefore(-60 * MINUTE_MS),
      computed_at: isoBefore(0),
      provider: 'roads',
      confidence: 'high',
      position_age_seconds: 1,
    } as const;
    expect(ticketSla(dueIn(30, { status: 'en_route', eta }), [], NOW_MS)).toMatchObject({ tone: 'warn' });
  });

  test('is held to it no longer once somebody has arrived or it has ended', () => {
    for (const status of ['on_site', 'in_service', 'completed', 'canceled'] as const)
      expect(ticketSla(dueIn(-5, { status }), [], NOW_MS)).toBeNull();
  });
});

describe('a ticket without a due time', () => {
  test('is held to its offer while one is open', () => {
    const offer = sampleOffer({ offered_at: isoBefore(30_000), expires_at: isoBefore(-90_000) });
    const ticket = sampleTicket({ id: offer.ticket_id, status: 'offered', offer });
    expect(ticketSla(ticket, [], NOW_MS)).toMatchObject({ kind: 'offer', used: 0.25, tone: 'calm' });
    expect(ticketSla(ticket, [], NOW_MS + 80_000)).toMatchObject({
      used: expect.closeTo(0.92, 2),
      tone: 'warn',
    });
  });

  test('promises nothing while nobody is asked', () => {
    expect(ticketSla(sampleTicket(), [], NOW_MS)).toBeNull();
  });
});

test('a due time before the ticket was made does not divide by zero', () => {
  expect(
    ticketSla(sampleTicket({ created_at: isoBefore(0), due_at: isoBefore(0) }), [], NOW_MS),
  ).toMatchObject({
    used: 1,
  });
});
