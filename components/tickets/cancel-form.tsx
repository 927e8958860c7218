'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { TextArea } from '#components/ui/field.tsx';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TicketCommands } from './use-ticket-commands.ts';

/** Cancels with a reason; what was typed stays when it is refused. */
export function CancelForm({
  ticket,
  commands,
  onDone,
}: {
  readonly ticket: Ticket;
  readonly commands: TicketCommands;
  readonly onDone: () => void;
}) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const { cancelForm } = words;
  return (
    <form
      aria-label={cancelForm.title(ticket.reference)}
      className="flex flex-col gap-3 border-b border-line px-4 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        setMissing(reason.trim() === '');
        if (reason.trim() === '') return;
        void commands.cancel(reason.trim()).then((done) => done && onDone());
      }}
    >
      <div>
        <h3 className="text-body font-semibold text-ink">{cancelForm.title(ticket.reference)}</h3>
        <p className="text-dense text-muted">{cancelForm.body}</p>
      </div>
      <div role="group" aria-label={cancelForm.presetsLabel} className="flex flex-wrap gap-1.5">
        {cancelForm.presets.map((preset) => (
          <button
            key={preset}
            type="button"
            onClick={() => setReason(preset)}
            className="h-7 rounded-md border border-line px-2 text-xs text-ink hover:bg-sunken"
          >
            {preset}
          </button>
        ))}
      </div>
      <TextArea
        autoFocus
        label={cancelForm.reason}
        value={reason}
        maxLength={500}
        rows={2}
        error={missing && reason.trim() === '' ? cancelForm.reasonMissing : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onDone}>
          {cancelForm.keep}
        </Button>
        <Button size="sm" type="submit" variant="danger" busy={commands.busy === 'cancel'}>
          {commands.busy === 'cancel' ? words.under.cancel : cancelForm.submit}
        </Button>
      </div>
    </form>
  );
}
