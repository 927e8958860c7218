import type { Offer } from '#lib/protocol/offer.ts';

/** What the driver's screen says about offers now. */
export type OfferState<T extends Offer = Offer> =
  | { readonly kind: 'none' }
  | { readonly kind: 'pending'; readonly offer: T; readonly more: number }
  /** Not answered by this driver and not to be had any more: told plainly until it is dismissed. */
  | { readonly kind: 'gone'; readonly offer: T; readonly reason: 'expired' | 'withdrawn' };

/** Older news than this is no news. */
const GONE_SHOWN_MS = 120_000;

/**
 * @param answered offers that this driver has accepted, declined or dismissed in this page
 * @param nowMs the server's clock: an offer whose time is over is gone even before the server says so
 */
export function offerState<T extends Offer>(
  offers: Iterable<T>,
  answered: ReadonlySet<number>,
  nowMs: number,
): OfferState<T> {
  const pending: T[] = [];
  let gone: { readonly offer: T; readonly reason: 'expired' | 'withdrawn'; readonly atMs: number } | null =
    null;
  for (const offer of offers) {
    if (answered.has(offer.id)) continue;
    const expiresAtMs = Date.parse(offer.expires_at);
    if (offer.status === 'pending' && expiresAtMs > nowMs) {
      pending.push(offer);
      continue;
    }
    if (offer.status === 'accepted' || offer.status === 'declined') continue;
    const reason = offer.status === 'withdrawn' ? 'withdrawn' : 'expired';
    const atMs = offer.responded_at === null ? expiresAtMs : Date.parse(offer.responded_at);
    if (nowMs - atMs < GONE_SHOWN_MS && (gone === null || atMs > gone.atMs)) gone = { offer, reason, atMs };
  }
  pending.sort((a, b) => Date.parse(a.expires_at) - Date.parse(b.expires_at) || a.id - b.id);
  const first = pending[0];
  if (first !== undefined) return { kind: 'pending', offer: first, more: pending.length - 1 };
  return gone === null ? { kind: 'none' } : { kind: 'gone', offer: gone.offer, reason: gone.reason };
}

/** What is left of an offer: whole seconds, rounded up so that 0 means over, and the part of its time. */
export function timeLeft(
  offer: Pick<Offer, 'offered_at' | 'expires_at'>,
  nowMs: number,
): { readonly seconds: number; readonly fraction: number } {
  const expiresAtMs = Date.parse(offer.expires_at);
  const totalMs = Math.max(1, expiresAtMs - Date.parse(offer.offered_at));
  const leftMs = Math.max(0, expiresAtMs - nowMs);
  return { seconds: Math.ceil(leftMs / 1_000), fraction: Math.min(1, leftMs / totalMs) };
}
