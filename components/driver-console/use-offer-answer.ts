'use client';

import { useState } from 'react';
import { z } from 'zod';
import { useLiveStore } from '#components/live/use-live.ts';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import { DriverOffer, Offer } from '#lib/protocol/offer.ts';
import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';

export type OfferAnswerState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly answer: 'accept' | 'decline' }
  /** Not saved; the same answer may be tried again. */
  | { readonly kind: 'failed'; readonly answer: 'accept' | 'decline'; readonly reason: string }
  /** Too late, with who has the job where that is known. */
  | { readonly kind: 'lost'; readonly code: string; readonly holder: string | null };

/** Both backends' answers to accept: the ticket that is now the driver's, or the offer. */
const AcceptAnswer = one(z.union([Ticket, DriverOffer, Offer]));
const DeclineAnswer = one(z.union([DriverOffer, Offer])).optional();

/** Accept and decline. Repeating either is safe: the backend knows the winner. */
export function useOfferAnswer(
  offerId: number,
  onAnswered: () => void,
): {
  readonly state: OfferAnswerState;
  readonly accept: () => Promise<void>;
  readonly decline: () => Promise<void>;
} {
  const store = useLiveStore();
  const [state, setState] = useState<OfferAnswerState>({ kind: 'idle' });

  const run = async (answer: 'accept' | 'decline', call: () => Promise<void>) => {
    setState({ kind: 'sending', answer });
    try {
      await call();
      store.flush();
      onAnswered();
      setState({ kind: 'idle' });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 409 || error.status === 404) {
        const current = Offer.safeParse(error.body?.current);
        if (current.success) store.applyOffer(current.data);
        setState({ kind: 'lost', code: error.code, holder: error.body?.holder?.name ?? null });
      } else {
        setState({ kind: 'failed', answer, reason: error.message });
      }
    }
  };

  return {
    state,
    accept: () =>
      run('accept', async () => {
        const { data } = await bffSend('POST', `/offers/${offerId}/accept`, {}, AcceptAnswer);
        if ('reference' in data) store.applyTicket(data);
        else store.applyOffer(data);
      }),
    decline: () =>
      run('decline', async () => {
        const answer = await bffSend('POST', `/offers/${offerId}/decline`, {}, DeclineAnswer);
        if (answer !== undefined) store.applyOffer(answer.data);
      }),
  };
}
