'use client';

import { useState } from 'react';
import { useLiveStore } from '#components/live/use-live.ts';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import type { EndingStep, ForwardStep } from './current-job.ts';

export type JobStepState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'sending'; readonly step: ForwardStep | EndingStep }
  /** Not saved, and the driver sees it: the same button tries again. */
  | { readonly kind: 'failed'; readonly step: ForwardStep | EndingStep; readonly reason: string }
  /** The ticket is in another state than this page thought; the page shows it as it is now. */
  | { readonly kind: 'refused'; readonly reason: string };

export interface JobStepping {
  readonly state: JobStepState;
  /** @returns whether the ticket is in the wanted state now */
  readonly take: (step: ForwardStep | EndingStep, note?: string) => Promise<boolean>;
}

/** Moves the driver's ticket; a step that did not come through is never repeated without the driver. */
export function useJobStep(ticketId: number): JobStepping {
  const store = useLiveStore();
  const [state, setState] = useState<JobStepState>({ kind: 'idle' });

  const apply = (ticket: Ticket) => {
    store.applyTicket(ticket);
    store.flush();
  };

  const take = async (step: ForwardStep | EndingStep, note?: string): Promise<boolean> => {
    setState({ kind: 'sending', step });
    try {
      const body = note === undefined ? { status: step } : { status: step, note };
      const { data } = await bffSend('POST', `/tickets/${ticketId}/status`, body, one(Ticket));
      apply(data);
      setState({ kind: 'idle' });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const current = Ticket.safeParse(error.body?.current);
      if (current.success) apply(current.data);
      // The first try arrived although its answer did not: the ticket already is where it should be.
      if (current.success && current.data.status === step) {
        setState({ kind: 'idle' });
        return true;
      }
      const final = error.status >= 400 && error.status < 500 && error.status !== 429;
      setState(
        final ? { kind: 'refused', reason: error.message } : { kind: 'failed', step, reason: error.message },
      );
      return false;
    }
  };
  return { state, take };
}
