'use client';

import { Crosshair } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { SelectField, TextArea, TextField } from '#components/ui/field.tsx';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { PRIORITIES, SERVICE_TYPES } from '#lib/domain/vocabulary.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { DraftField, TicketDraft } from './ticket-draft.ts';

/** The fields of a ticket, for making and for editing one. */
export function TicketFields({
  draft,
  onChange,
  errors,
  dueHint,
}: {
  readonly draft: TicketDraft;
  readonly onChange: (change: Partial<TicketDraft>) => void;
  readonly errors: Partial<Readonly<Record<DraftField, string>>>;
  readonly dueHint: string;
}) {
  const { setPane } = useDesk();
  const { form } = words;
  const text = (field: DraftField) => ({
    value: draft[field],
    error: errors[field],
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ [field]: event.currentTarget.value }),
  });
  return (
    <div className="flex flex-col gap-3.5">
      <TextField
        autoFocus
        required
        label={form.customerName}
        autoComplete="off"
        maxLength={120}
        {...text('customerName')}
      />
      <TextField
        label={form.customerPhone}
        type="tel"
        autoComplete="off"
        maxLength={40}
        {...text('customerPhone')}
      />
      <div className="grid grid-cols-2 gap-3">
        <SelectField
          required
          label={form.service}
          value={draft.serviceType}
          error={errors.serviceType}
          onChange={(event) => {
            const { value } = event.currentTarget;
            onChange({ serviceType: SERVICE_TYPES.find((type) => type === value) ?? '' });
          }}
        >
          <option value="">{form.servicePlaceholder}</option>
          {SERVICE_TYPES.map((type) => (
            <option key={type} value={type}>
              {words.service[type]}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={form.priority}
          value={draft.priority}
          error={errors.priority}
          onChange={(event) => {
            const { value } = event.currentTarget;
            onChange({ priority: PRIORITIES.find((priority) => priority === value) ?? 'normal' });
          }}
        >
          {PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {words.priority[priority]}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        required
        label={form.coordinates}
        placeholder={form.coordinatesPlaceholder}
        hint={form.coordinatesHint}
        inputMode="text"
        autoComplete="off"
        className="tabular-nums"
        {...text('coordinates')}
      />
      <Button size="sm" className="desk:hidden" onClick={() => setPane('map')}>
        <Crosshair aria-hidden="true" className="size-4" />
        {form.pickOnMap}
      </Button>
      <TextField label={form.address} autoComplete="off" maxLength={300} {...text('address')} />
      <TextField
        label={form.due}
        hint={dueHint}
        inputMode="numeric"
        autoComplete="off"
        {...text('dueInMinutes')}
      />
      <TextArea label={form.notes} maxLength={4_000} {...text('notes')} />
    </div>
  );
}
