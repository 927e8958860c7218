'use client';

import { useCallback, useRef, useState } from 'react';
import { ApiError } from '#lib/api/api-error.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import type { LiveStore } from '#lib/store/live-store.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import { tickets } from '#lib/messages/en/tickets.ts';

/** A command that did not happen, in words. */
export interface Refused {
  readonly code: string;
  readonly title: string;
  readonly message: string;
  /** Who has it now. */
  readonly holder: string | null;
  /** What the state is now, as a word. */
  readonly now: string | null;
}

export interface Commands<Name extends string> {
  /** Which command is under way. */
  readonly busy: Name | null;
  readonly refused: (Refused & { readonly name: Name }) | null;
  readonly dismiss: () => void;
  /**
   * Runs one command; a second is not started while one is under way.
   * @returns its answer, or null when it was refused
   */
  readonly run: <Answer>(
    name: Name,
    refusedTitle: string,
    call: () => Promise<Answer>,
  ) => Promise<Answer | null>;
}

/** Says what is under way and why something was refused; gives the store what the refusal told. */
export function useCommand<Name extends string>(): Commands<Name> {
  const store = useLiveStore();
  const [busy, setBusy] = useState<Name | null>(null);
  const [refused, setRefused] = useState<Commands<Name>['refused']>(null);
  const running = useRef(false);

  const run = useCallback(
    async <Answer>(name: Name, refusedTitle: string, call: () => Promise<Answer>): Promise<Answer | null> => {
      if (running.current) return null;
      running.current = true;
      setBusy(name);
      setRefused(null);
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        setRefused({ ...refusalOf(error, refusedTitle, store), name });
        return null;
      } finally {
        running.current = false;
        setBusy(null);
      }
    },
    [store],
  );
  const dismiss = useCallback(() => setRefused(null), []);
  return { busy, refused, dismiss, run };
}

/** Takes `current` into the store, so that the page shows what the state is while it says why. */
export function refusalOf(error: ApiError, title: string, store: LiveStore): Refused {
  const current = Ticket.safeParse(error.body?.current);
  if (current.success) {
    store.applyTicket(current.data);
    store.flush();
  }
  return {
    code: error.code,
    title,
    message: error.message,
    holder: error.body?.holder?.name ?? null,
    // Of a busy driver the ticket's own state explains nothing.
    now: current.success && error.code !== 'driver_busy' ? tickets.status[current.data.status] : null,
  };
}
