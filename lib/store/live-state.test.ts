import { describe, expect, it } from 'vitest';
import { fixtureDriver, fixtureOffer, fixtureTicket } from './fixtures.ts';
import { applyChanges, changesOfPage, EMPTY_LIVE_STATE, MAX_ENDED_TICKETS } from './live-state.ts';

describe('the live state', () => {
  it('keeps the highest version of a ticket and never goes back', () => {
    const newer = fixtureTicket({ id: 1, version: 3, status: 'assigned' });
    const state = applyChanges(EMPTY_LIVE_STATE, [
      { kind: 'ticket', ticket: newer },
      { kind: 'ticket', ticket: fixtureTicket({ id: 1, version: 2, status: 'offered' }) },
    ]);
    expect(state.tickets.get(1)).toBe(newer);
  });

  it('is the same object when nothing is news', () => {
    const ticket = fixtureTicket({ id: 1, version: 3 });
    const state = applyChanges(EMPTY_LIVE_STATE, [{ kind: 'ticket', ticket }]);
    expect(applyChanges(state, [{ kind: 'ticket', ticket: { ...ticket } }])).toBe(state);
  });

  it('does not touch maps that did not change', () => {
    const state = applyChanges(EMPTY_LIVE_STATE, [{ kind: 'driver', driver: fixtureDriver({ id: 1 }) }]);
    const next = applyChanges(state, [{ kind: 'ticket', ticket: fixtureTicket({ id: 1 }) }]);
    expect(next.drivers).toBe(state.drivers);
    expect(next.tickets).not.toBe(state.tickets);
  });

  it('keeps the offered ticket when a later message of the offer does not carry it', () => {
    const offered = fixtureOffer({ id: 5, version: 1, withTicket: true });
    const state = applyChanges(EMPTY_LIVE_STATE, [
      { kind: 'offer', offer: offered },
      { kind: 'offer', offer: fixtureOffer({ id: 5, version: 2, status: 'expired' }) },
    ]);
    expect(state.offers.get(5)).toMatchObject({ status: 'expired', ticket: offered.ticket });
  });

  it('forgets everything before a snapshot of another database, also higher versions', () => {
    const before = applyChanges(EMPTY_LIVE_STATE, [
      { kind: 'ticket', ticket: fixtureTicket({ id: 1, version: 9 }) },
      { kind: 'ticket', ticket: fixtureTicket({ id: 2, version: 9 }) },
    ]);
    const after = applyChanges(
      before,
      changesOfPage({
        epoch: 'new',
        cursor: 'c',
        reset: true,
        has_more: false,
        tickets: [fixtureTicket({ id: 1, version: 1 })],
        offers: [],
        drivers: [],
        messages: [],
        alerts: [],
        removed: [],
      }),
    );
    expect([...after.tickets.values()].map(({ id, version }) => [id, version])).toEqual([[1, 1]]);
  });

  it('forgets what a page says is no longer ours', () => {
    const state = applyChanges(EMPTY_LIVE_STATE, [
      { kind: 'ticket', ticket: fixtureTicket({ id: 1 }) },
      { kind: 'removed', type: 'ticket', id: 1 },
    ]);
    expect(state.tickets.size).toBe(0);
  });

  it('keeps a bounded number of ended tickets and every open one', () => {
    const ended = Array.from({ length: MAX_ENDED_TICKETS * 2 }, (_, i) => ({
      kind: 'ticket' as const,
      ticket: fixtureTicket({ id: i + 2, status: 'completed' }),
    }));
    const state = applyChanges(EMPTY_LIVE_STATE, [
      { kind: 'ticket', ticket: fixtureTicket({ id: 1, status: 'created' }) },
      ...ended,
    ]);
    expect(state.tickets.has(1)).toBe(true);
    expect(state.tickets.size).toBe(MAX_ENDED_TICKETS + 1);
    expect(state.tickets.has(MAX_ENDED_TICKETS * 2 + 1)).toBe(true);
  });
});
