import { describe, expect, it } from 'vitest';
import type { Offer } from '#lib/protocol/offer.ts';
import { offerState, timeLeft } from './offer-state.ts';

const NOW_MS = Date.parse('2026-11-21T10:00:00.000Z');
const at = (seconds: number) => new Date(NOW_MS + seconds * 1_000).toISOString();
const nobody: ReadonlySet<number> = new Set();

function offer(id: number, change: Partial<Offer> = {}): Offer {
  return {
    id,
    ticket_id: 100 + id,
    driver_id: 7,
    status: 'pending',
    offered_at: at(-15),
    expires_at: at(30),
    responded_at: null,
    reason: null,
    version: 1,
    ...change,
  };
}

describe('offer state', () => {
  it('shows the pending offer that runs out first and counts the others', () => {
    const state = offerState([offer(1, { expires_at: at(40) }), offer(2)], nobody, NOW_MS);
    expect(state).toMatchObject({ kind: 'pending', offer: { id: 2 }, more: 1 });
  });

  it('says that an offer ran out by the server’s clock, before the server says so', () => {
    expect(offerState([offer(1, { expires_at: at(0) })], nobody, NOW_MS)).toMatchObject({
      kind: 'gone',
      reason: 'expired',
    });
  });

  it('tells that another driver or dispatch ended it', () => {
    const withdrawn = offer(1, { status: 'withdrawn', responded_at: at(-2) });
    expect(offerState([withdrawn], nobody, NOW_MS)).toMatchObject({ kind: 'gone', reason: 'withdrawn' });
  });

  it('puts an offer that can still be had before news of one that cannot', () => {
    const withdrawn = offer(1, { status: 'withdrawn', responded_at: at(-2) });
    expect(offerState([withdrawn, offer(2)], nobody, NOW_MS)).toMatchObject({ kind: 'pending' });
  });

  it('says nothing of what the driver answered or dismissed, nor of old news', () => {
    const old = offer(3, { status: 'expired', expires_at: at(-600), responded_at: at(-600) });
    const accepted = offer(4, { status: 'accepted', responded_at: at(-1) });
    expect(offerState([offer(1), old, accepted], new Set([1]), NOW_MS)).toEqual({ kind: 'none' });
  });
});

describe('time left', () => {
  it('counts whole seconds up, so that one second left is never shown as none', () => {
    expect(timeLeft(offer(1, { expires_at: at(0.2) }), NOW_MS).seconds).toBe(1);
    expect(timeLeft(offer(1, { expires_at: at(-5) }), NOW_MS)).toEqual({ seconds: 0, fraction: 0 });
  });

  it('never shows more than the whole ring when the clocks differ', () => {
    expect(timeLeft(offer(1, { offered_at: at(5), expires_at: at(30) }), NOW_MS).fraction).toBe(1);
  });
});
