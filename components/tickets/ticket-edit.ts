import type { Ticket, UpdateTicketRequest } from '#lib/protocol/ticket.ts';
import { draftOf, readDraft, type DraftField, type DraftProblems, type TicketDraft } from './ticket-draft.ts';

export type EditReading =
  | { readonly ok: true; readonly request: UpdateTicketRequest; readonly changed: readonly DraftField[] }
  | { readonly ok: false; readonly problems: DraftProblems };

/** The fields that the form holds and that a PATCH may change. */
const FIELDS = [
  'customerName',
  'customerPhone',
  'serviceType',
  'priority',
  'coordinates',
  'address',
  'dueInMinutes',
  'notes',
] as const satisfies readonly DraftField[];

/** Fields whose text differs between two drafts. */
export function changedFields(a: TicketDraft, b: TicketDraft): readonly DraftField[] {
  return FIELDS.filter((field) => a[field].trim() !== b[field].trim());
}

/** Only what the person changed is sent, so that a PATCH never undoes somebody else's change. */
export function readEdit(base: Ticket, draft: TicketDraft, nowMs: number): EditReading {
  const reading = readDraft(draft, nowMs);
  if (!reading.ok) return reading;
  const { request } = reading;
  const changed = changedFields(draftOf(base), draft);
  const has = (...fields: readonly DraftField[]) => fields.some((field) => changed.includes(field));
  return {
    ok: true,
    changed,
    request: {
      ...(has('serviceType') && { service_type: request.service_type }),
      ...(has('priority') && { priority: request.priority }),
      ...(has('coordinates', 'address') && {
        location: has('coordinates')
          ? request.location
          : { ...base.location, address: request.location.address ?? null },
      }),
      ...(has('notes') && { notes: request.notes ?? null }),
      ...(has('dueInMinutes') && { due_at: request.due_at ?? null }),
      ...(has('customerName', 'customerPhone') && {
        customer: {
          ...(has('customerName') && { name: draft.customerName.trim() }),
          ...(has('customerPhone') && { phone: draft.customerPhone.trim() || null }),
        },
      }),
    },
  };
}

/**
 * After a stale edit: what the person typed, laid over the ticket as it is now. A field that only
 * the other side changed takes the new value; one that both changed keeps the typed text.
 */
export function rebaseDraft(
  base: Ticket,
  now: Ticket,
  draft: TicketDraft,
): {
  readonly draft: TicketDraft;
  /** Changed by somebody else since the form was opened. */
  readonly theirs: readonly DraftField[];
  /** Changed by both. */
  readonly conflicts: readonly DraftField[];
} {
  const before = draftOf(base);
  const current = draftOf(now);
  const theirs = changedFields(before, current);
  const mine = changedFields(before, draft);
  const rebased = { ...current };
  return {
    draft: Object.assign(rebased, Object.fromEntries(mine.map((field) => [field, draft[field]]))),
    theirs,
    conflicts: theirs.filter((field) => mine.includes(field)),
  };
}
