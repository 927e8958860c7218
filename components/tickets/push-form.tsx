'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SelectField, TextArea } from '#components/ui/field.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { TicketStatus } from '#lib/domain/ticket-status.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { pushableStatuses } from './ticket-actions.ts';
import type { TicketCommands } from './use-ticket-commands.ts';

const MAX_LENGTH = 1_000;
const KEEP = '';

/** Tells everybody on the ticket something: a legal next status, a note, or both. */
export function PushForm({
  ticket,
  commands,
  onDone,
}: {
  readonly ticket: Ticket;
  readonly commands: TicketCommands;
  readonly onDone: () => void;
}) {
  const [wanted, setWanted] = useState<TicketStatus | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const { pushForm } = words;
  const legal = pushableStatuses(ticket);
  // The ticket may move on while this is open: a step that is no longer legal is not offered.
  const status = wanted !== null && legal.includes(wanted) ? wanted : null;
  const isEmpty = status === null && note.trim() === '';
  return (
    <form
      aria-label={pushForm.title}
      className="flex flex-col gap-3 border-b border-line px-4 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (isEmpty) return;
        void commands.push(status, note.trim()).then((done) => done && onDone());
      }}
    >
      <div>
        <h3 className="text-body font-semibold text-ink">{pushForm.title}</h3>
        <p className="text-dense text-muted">{pushForm.body}</p>
      </div>
      <SelectField
        label={pushForm.status}
        value={status ?? KEEP}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setWanted(legal.find((step) => step === chosen) ?? null);
        }}
      >
        <option value={KEEP}>{pushForm.keep(words.status[ticket.status])}</option>
        {legal.map((step) => (
          <option key={step} value={step}>
            {words.status[step]}
          </option>
        ))}
      </SelectField>
      <TextArea
        autoFocus
        label={pushForm.note}
        hint={pushForm.noteHint}
        value={note}
        maxLength={MAX_LENGTH}
        rows={3}
        error={tried && isEmpty ? pushForm.missing : undefined}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          {pushForm.close}
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={commands.busy === 'push'}>
          {commands.busy === 'push' ? words.under.push : pushForm.submit}
        </Button>
      </div>
    </form>
  );
}
