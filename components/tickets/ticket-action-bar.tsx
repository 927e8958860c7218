'use client';

import { useDesk } from '#components/dispatch/desk-context.ts';
import { Button } from '#components/ui/button.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { isForwardStep, ticketActions } from './ticket-actions.ts';
import type { TicketCommands } from './use-ticket-commands.ts';

/** What may be done with the ticket now, the likeliest first; one that is under way says so. */
export function TicketActionBar({
  ticket,
  commands,
}: {
  readonly ticket: Ticket;
  readonly commands: TicketCommands;
}) {
  const { setIntent } = useDesk();
  const may = ticketActions(ticket);
  const { busy } = commands;
  const waiting = busy !== null;
  if (!may.edit) return null;

  return (
    <div
      role="group"
      aria-label={words.section.actions}
      className="flex shrink-0 flex-wrap gap-1.5 border-b border-line px-4 py-2.5"
    >
      {may.steps.filter(isForwardStep).map((status) => (
        <Button
          key={status}
          size="sm"
          variant="primary"
          busy={busy === `step:${status}`}
          disabled={waiting}
          onClick={() => void commands.step(status)}
        >
          {busy === `step:${status}` ? words.under.step : (words.step[status] ?? words.status[status])}
        </Button>
      ))}
      {may.offer && (
        <Button
          size="sm"
          variant={ticket.status === 'created' ? 'primary' : 'secondary'}
          aria-keyshortcuts="o"
          busy={busy === 'offer'}
          disabled={waiting}
          onClick={() => setIntent('offer')}
        >
          {busy === 'offer'
            ? words.under.offer
            : ticket.status === 'offered'
              ? words.actions.offerAgain
              : words.actions.offer}
        </Button>
      )}
      {may.assign !== null && (
        <Button
          size="sm"
          aria-keyshortcuts="a"
          busy={busy === 'assign'}
          disabled={waiting}
          onClick={() => setIntent('assign')}
        >
          {busy === 'assign' ? words.under.assign : words.actions[may.assign]}
        </Button>
      )}
      {may.steps
        .filter((status) => !isForwardStep(status))
        .map((status) => (
          <Button
            key={status}
            size="sm"
            busy={busy === `step:${status}`}
            disabled={waiting}
            onClick={() => void commands.step(status)}
          >
            {busy === `step:${status}` ? words.under.step : (words.step[status] ?? words.status[status])}
          </Button>
        ))}
      {may.release !== null && (
        <Button
          size="sm"
          busy={busy === 'release' || busy === 'withdraw'}
          disabled={waiting}
          onClick={() => void commands.release()}
        >
          {busy === 'release' || busy === 'withdraw' ? words.under[busy] : words.actions[may.release]}
        </Button>
      )}
      <Button size="sm" busy={busy === 'push'} disabled={waiting} onClick={() => setIntent('push')}>
        {busy === 'push' ? words.under.push : words.actions.push}
      </Button>
      <Button size="sm" aria-keyshortcuts="e" disabled={waiting} onClick={() => setIntent('edit')}>
        {words.actions.edit}
      </Button>
      {may.cancel && (
        <Button
          size="sm"
          variant="ghost"
          className="text-danger!"
          busy={busy === 'cancel'}
          disabled={waiting}
          onClick={() => setIntent('cancel')}
        >
          {busy === 'cancel' ? words.under.cancel : words.actions.cancel}
        </Button>
      )}
    </div>
  );
}
