'use client';

import { X } from 'lucide-react';
import { useRef, useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import { common } from '#lib/messages/en/common.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import { TicketAnswer } from './ticket-answers.ts';
import { EMPTY_DRAFT, readDraft, refusedFields, type DraftField, type TicketDraft } from './ticket-draft.ts';
import { TicketFields } from './ticket-fields.tsx';
import { problemSentences } from './problem-sentences.ts';
import { useMapPick } from './use-map-pick.ts';

/**
 * Makes a ticket: beside the map, so that the place can be clicked. The draft outlives the panel, and one
 * draft has one idempotency key: sending it again after a lost answer makes no second ticket.
 */
export function NewTicketPanel() {
  const { draft, setDraft, setCreating, select } = useDesk();
  const store = useLiveStore();
  const [errors, setErrors] = useState<Partial<Readonly<Record<DraftField, string>>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const attempt = useRef<{ readonly body: string; readonly key: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);

  const change = (part: Partial<TicketDraft>) => {
    setDraft((now) => ({ ...now, ...part }));
    setErrors((now) => Object.fromEntries(Object.entries(now).filter(([field]) => !(field in part))));
  };
  useMapPick(draft.coordinates, (coordinates) => change({ coordinates }));

  const showErrors = (found: Partial<Readonly<Record<DraftField, string>>>) => {
    setErrors(found);
    // After the errors are on the page, to the first field that needs a hand.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const reading = readDraft(draft, store.clock.nowMs());
    setFailure(null);
    if (!reading.ok) {
      showErrors(problemSentences(reading.problems));
      return;
    }
    setErrors({});
    setBusy(true);
    // The due time moves with the clock; the draft is what makes it the same request.
    const body = JSON.stringify(draft);
    if (attempt.current?.body !== body) attempt.current = { body, key: crypto.randomUUID() };
    try {
      const { data: ticket } = await bffSend('POST', '/tickets', reading.request, TicketAnswer, {
        'Idempotency-Key': attempt.current.key,
      });
      store.applyTicket(ticket);
      store.flush();
      toast(words.done.create(ticket.reference));
      setDraft(() => EMPTY_DRAFT);
      select({ kind: 'ticket', id: ticket.id });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { fields, rest } = refusedFields(error.body?.errors ?? {});
      showErrors(fields);
      if (Object.keys(fields).length === 0 || rest.length > 0) {
        setFailure(rest.length > 0 ? rest.join(' ') : error.message);
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Ctrl+Enter sends from any field
    <form
      ref={form}
      role="dialog"
      aria-label={words.form.newTitle}
      noValidate
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) form.current?.requestSubmit();
      }}
      className="flex h-full min-h-0 flex-col"
    >
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line ps-4 pe-2">
        <h2 className="flex-1 text-base font-semibold text-ink">{words.form.newTitle}</h2>
        <IconButton label={common.close} icon={<X />} size="sm" onClick={() => setCreating(false)} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-4">
        <TicketFields draft={draft} onChange={change} errors={errors} dueHint={words.form.dueHint} />
      </div>
      <footer className="flex shrink-0 flex-col gap-2 border-t border-line px-4 py-3">
        {failure !== null && (
          <Notice tone="danger" role="alert">
            <p className="font-medium">{words.refused.title.create}</p>
            <p>
              {failure} {words.form.kept}
            </p>
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button
            variant="ghost"
            onClick={() => {
              setDraft(() => EMPTY_DRAFT);
              setCreating(false);
            }}
          >
            {words.form.discard}
          </Button>
          <Button type="submit" variant="primary" busy={busy}>
            {busy ? words.under.create : words.form.submit}
          </Button>
        </div>
      </footer>
    </form>
  );
}
