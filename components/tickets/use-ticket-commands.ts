'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { useCommand, type Commands } from '#components/dispatch/use-command.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import { bffSend } from '#lib/api/bff.ts';
import { isActive, type TicketStatus } from '#lib/domain/ticket-status.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { OfferStrategy } from '#lib/domain/vocabulary.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { seenVersion } from './seen-version.ts';
import { TicketAnswer } from './ticket-answers.ts';

export type TicketCommandName =
  'offer' | 'assign' | 'release' | 'withdraw' | 'cancel' | 'push' | `step:${TicketStatus}`;

export interface OfferChoice {
  readonly strategy: OfferStrategy;
  readonly driverIds?: readonly number[];
  readonly expiresInSeconds: number;
}

/** Who is meant, and what the person knew when they began to choose. */
interface Meant {
  /** The ticket when the choice was opened: a change of hands since then is refused, not overridden. */
  readonly seen: Ticket;
  /** Although the driver is busy. */
  readonly force?: boolean;
}

interface NamedDriver {
  readonly id: number;
  readonly name: string;
}

/** The commands of one ticket. Each resolves to whether it happened; why not is in `refused`. */
export interface TicketCommands extends Omit<Commands<TicketCommandName>, 'run'> {
  readonly offer: (choice: OfferChoice, meant: Meant) => Promise<boolean>;
  readonly assign: (driver: NamedDriver, meant: Meant) => Promise<boolean>;
  /** Takes it from its driver, or takes back its open offers. */
  readonly release: () => Promise<boolean>;
  readonly step: (status: TicketStatus) => Promise<boolean>;
  readonly cancel: (reason: string) => Promise<boolean>;
  /** Tells everybody on the ticket; a null status leaves it as it is, an empty note is none. */
  readonly push: (status: TicketStatus | null, note: string) => Promise<boolean>;
  /** After a refusal because the driver is busy: the same again, meant; null when that would not help. */
  readonly retryByForce: (() => Promise<boolean>) | null;
}

type LastChoice =
  | { readonly kind: 'offer'; readonly choice: OfferChoice }
  | { readonly kind: 'assign'; readonly driver: NamedDriver };

export function useTicketCommands(ticket: Ticket): TicketCommands {
  const store = useLiveStore();
  const { run, ...state } = useCommand<TicketCommandName>();
  const [last, setLast] = useState<LastChoice | null>(null);

  const send = async (
    name: TicketCommandName,
    command: string,
    body: unknown,
    texts: { readonly refused: string; readonly done: string },
    headers?: Readonly<Record<string, string>>,
  ): Promise<boolean> => {
    const path = name === 'push' ? '/admin/update' : `/tickets/${ticket.id}/${command}`;
    const answer = await run(name, texts.refused, () => bffSend('POST', path, body, TicketAnswer, headers));
    if (answer === null) return false;
    store.applyTicket(answer.data);
    store.flush();
    toast(texts.done);
    return true;
  };
  const insist = (seen: Ticket) => ({ 'If-Match': `"${seenVersion(seen, ticket)}"` });
  const { refused: not, done } = words;
  const { reference } = ticket;

  const offer: TicketCommands['offer'] = (choice, { seen, force = false }) => {
    const { strategy, driverIds, expiresInSeconds } = choice;
    setLast({ kind: 'offer', choice });
    return send(
      'offer',
      'offer',
      { strategy, ...(driverIds && { driver_ids: driverIds }), expires_in: expiresInSeconds, force },
      { refused: not.title.offer, done: done.offer(reference) },
      // Offering again would withdraw an offer that somebody else has just made.
      insist(seen),
    );
  };
  const assign: TicketCommands['assign'] = (driver, { seen, force = false }) => {
    setLast({ kind: 'assign', driver });
    return send(
      'assign',
      'assign',
      { driver_id: driver.id, force },
      { refused: not.title.assign, done: done.assign(reference, driver.name) },
      // Taking it from somebody must be meant; a ticket that nobody had is taken by the first who asks.
      isActive(seen.status) || force ? insist(seen) : undefined,
    );
  };
  const retryByForce = () =>
    last?.kind === 'assign'
      ? assign(last.driver, { seen: ticket, force: true })
      : last?.kind === 'offer'
        ? offer(last.choice, { seen: ticket, force: true })
        : Promise.resolve(false);

  return {
    ...state,
    retryByForce: state.refused?.code === 'driver_busy' && last !== null ? retryByForce : null,
    offer,
    assign,
    release: () => {
      const name = ticket.status === 'offered' ? 'withdraw' : 'release';
      return send(
        name,
        'unassign',
        {},
        { refused: not.title[name], done: done.release(reference) },
        insist(ticket),
      );
    },
    step: (status) =>
      send(
        `step:${status}`,
        'status',
        { status },
        { refused: not.title.step, done: done.step(reference, words.status[status]) },
      ),
    push: (status, note) =>
      send(
        'push',
        'update',
        { ticket_id: ticket.id, ...(status !== null && { status }), ...(note !== '' && { note }) },
        { refused: not.title.push, done: done.push(reference) },
      ),
    cancel: (reason) =>
      send('cancel', 'cancel', { reason }, { refused: not.title.cancel, done: done.cancel(reference) }),
  };
}
