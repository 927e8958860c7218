'use client';

import { useRef, useState, type FormEvent } from 'react';
import { toast } from 'sonner';
import { useLiveStore } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { formatAbsoluteTime } from '#components/ui/time-format.ts';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import { common } from '#lib/messages/en/common.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { TicketAnswer } from './ticket-answers.ts';
import { draftOf, refusedFields, type DraftField, type TicketDraft } from './ticket-draft.ts';
import { readEdit, rebaseDraft } from './ticket-edit.ts';
import { TicketFields } from './ticket-fields.tsx';
import { problemSentences } from './problem-sentences.ts';
import { listOf } from './timeline-sentence.ts';
import { useMapPick } from './use-map-pick.ts';

interface Stale {
  readonly theirs: readonly DraftField[];
  readonly conflicts: readonly DraftField[];
}

/** Changes a ticket; when somebody else was faster, shows what they changed and keeps what was typed. */
export function EditTicketPanel({
  ticket,
  onDone,
}: {
  readonly ticket: Ticket;
  readonly onDone: () => void;
}) {
  const store = useLiveStore();
  /** The ticket as it was when the form was filled: what `If-Match` names. */
  const [base, setBase] = useState(ticket);
  const [draft, setDraft] = useState<TicketDraft>(() => draftOf(ticket));
  const [errors, setErrors] = useState<Partial<Readonly<Record<DraftField, string>>>>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [stale, setStale] = useState<Stale | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const change = (part: Partial<TicketDraft>) => setDraft((now) => ({ ...now, ...part }));
  useMapPick(draft.coordinates, (coordinates) => change({ coordinates }));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setFailure(null);
    const reading = readEdit(base, draft, store.clock.nowMs());
    if (!reading.ok) {
      setErrors(problemSentences(reading.problems));
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
      return;
    }
    setErrors({});
    if (reading.changed.length === 0) {
      setFailure(words.form.nothingChanged);
      return;
    }
    setBusy(true);
    try {
      const { data } = await bffSend('PATCH', `/tickets/${ticket.id}`, reading.request, TicketAnswer, {
        'If-Match': `"${base.version}"`,
      });
      store.applyTicket(data);
      store.flush();
      toast(words.done.save(data.reference));
      onDone();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refuse(error);
    } finally {
      setBusy(false);
    }
  };

  const refuse = (error: ApiError) => {
    const current = Ticket.safeParse(error.body?.current);
    if (current.success) store.applyTicket(current.data);
    if (error.status === 412 && current.success) {
      const rebased = rebaseDraft(base, current.data, draft);
      setBase(current.data);
      setDraft(rebased.draft);
      setStale({ theirs: rebased.theirs, conflicts: rebased.conflicts });
      return;
    }
    const { fields, rest } = refusedFields(error.body?.errors ?? {});
    setErrors(fields);
    if (Object.keys(fields).length === 0 || rest.length > 0) {
      setFailure(rest.length > 0 ? rest.join(' ') : error.message);
    }
  };

  return (
    <form
      ref={form}
      aria-label={words.form.editTitle(ticket.reference)}
      noValidate
      onSubmit={(event) => void submit(event)}
      className="flex flex-col gap-4 px-4 py-4"
    >
      {stale !== null && <StaleNotice stale={stale} now={draftOf(base)} />}
      <TicketFields
        draft={draft}
        onChange={change}
        errors={errors}
        dueHint={
          base.due_at === null ? words.form.dueHint : words.form.dueKeep(formatAbsoluteTime(base.due_at))
        }
      />
      {failure !== null && (
        <Notice tone="danger" role="alert">
          {failure}
        </Notice>
      )}
      <div className="sticky bottom-0 -mx-4 -mb-4 flex justify-end gap-2 border-t border-line bg-surface px-4 py-3">
        <Button onClick={onDone}>{common.cancel}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {busy ? words.under.save : words.form.save}
        </Button>
      </div>
    </form>
  );
}

function StaleNotice({ stale, now }: { readonly stale: Stale; readonly now: TicketDraft }) {
  const { form } = words;
  const names = (fields: readonly DraftField[]) => listOf(fields.map((field) => form.fieldName[field]));
  return (
    <Notice tone="warn" role="alert">
      <p className="font-medium">{form.staleTitle}</p>
      <p>{stale.theirs.length === 0 ? form.staleNothing : form.staleBody(names(stale.theirs))}</p>
      {stale.conflicts.length > 0 && (
        <>
          <p>{form.staleConflict(names(stale.conflicts))}</p>
          <ul className="list-disc ps-5">
            {stale.conflicts.map((field) => (
              <li key={field}>{form.theirs(now[field])}</li>
            ))}
          </ul>
        </>
      )}
    </Notice>
  );
}
