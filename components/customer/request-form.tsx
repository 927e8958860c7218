'use client';

import { LocateFixed } from 'lucide-react';
import { useRef, useState } from 'react';
import { toast } from 'sonner';
import { useLiveStore } from '#components/live/use-live.ts';
import { LiveMap, type PickedLocation } from '#components/map/live-map.tsx';
import { Button } from '#components/ui/button.tsx';
import { SelectField, TextArea, TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { SERVICE_TYPES, type ServiceType } from '#lib/domain/vocabulary.ts';
import { customer } from '#lib/messages/en/customer.ts';
import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { useOwnPlace } from './use-own-place.ts';

const words = customer.request;
const NOTHING_SELECTED = { ticketId: null, driverId: null } as const;
const nothing = () => undefined;

/** Asks for the three things a driver needs: what, where, and what to look for. */
export function RequestForm({
  settings,
  onClose,
}: {
  readonly settings: PublicSettings;
  readonly onClose: () => void;
}) {
  const [service, setService] = useState<ServiceType>('battery');
  const [address, setAddress] = useState('');
  const [notes, setNotes] = useState('');
  const [place, setPlace] = useState<PickedLocation | null>(null);
  const [placeProblem, setPlaceProblem] = useState<string | null>(null);
  const own = useOwnPlace((found) => {
    setPlace(found);
    setPlaceProblem(null);
  });
  const request = useTicketRequest(onClose);

  const send = () => {
    if (place === null) {
      setPlaceProblem(words.missingPlace);
      return;
    }
    void request.send({
      service_type: service,
      location: { ...place, address: address.trim() === '' ? null : address.trim() },
      notes: notes.trim() === '' ? null : notes.trim(),
    });
  };

  return (
    <form
      aria-label={words.title}
      noValidate
      className="space-y-4 rounded-lg border border-line bg-surface p-4"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <SelectField
        label={words.service}
        value={service}
        onChange={(event) => {
          const chosen = SERVICE_TYPES.find((type) => type === event.target.value);
          if (chosen !== undefined) setService(chosen);
        }}
      >
        {SERVICE_TYPES.map((type) => (
          <option key={type} value={type}>
            {customer.service[type]}
          </option>
        ))}
      </SelectField>

      <fieldset className="space-y-2">
        <legend className="mb-1.5 text-dense font-medium">{words.place}</legend>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Button busy={own.state.kind === 'finding'} onClick={own.find}>
            <LocateFixed aria-hidden="true" className="size-4" />
            {own.state.kind === 'finding' ? words.locating : words.myPosition}
          </Button>
          <p role="status" className="text-dense text-muted">
            {placeSentence(own.state, place)}
          </p>
        </div>
        <div className="relative h-80 overflow-hidden rounded-md border border-line">
          <LiveMap
            settings={settings}
            selection={NOTHING_SELECTED}
            onSelectTicket={nothing}
            onSelectDriver={nothing}
            pickedLocation={place}
            onPickLocation={(picked) => {
              setPlace(picked);
              setPlaceProblem(null);
              own.reset();
            }}
          />
        </div>
        {placeProblem !== null && (
          <p role="alert" className="text-dense text-danger">
            {placeProblem}
          </p>
        )}
      </fieldset>

      <TextField
        label={words.address}
        maxLength={300}
        autoComplete="street-address"
        value={address}
        onChange={(event) => setAddress(event.target.value)}
      />
      <TextArea
        label={words.notes}
        hint={words.notesHint}
        maxLength={4_000}
        value={notes}
        onChange={(event) => setNotes(event.target.value)}
      />
      {request.failure !== null && (
        <Notice tone="danger" role="alert">
          {words.failed(request.failure)}
        </Notice>
      )}
      <div className="flex justify-end gap-2">
        <Button size="lg" onClick={onClose}>
          {words.discard}
        </Button>
        <Button size="lg" variant="primary" type="submit" busy={request.sending}>
          {words.send}
        </Button>
      </div>
    </form>
  );
}

function placeSentence(state: ReturnType<typeof useOwnPlace>['state'], place: PickedLocation | null): string {
  switch (state.kind) {
    case 'found':
      return words.located(Math.round(state.accuracyM));
    case 'denied':
      return words.denied;
    case 'unavailable':
      return words.unavailable;
    case 'idle':
    case 'finding':
      return place === null ? words.pick : words.picked;
  }
}

/** Sends the request; repeating an unchanged one after a lost answer makes no second ticket. */
function useTicketRequest(onSent: () => void) {
  const store = useLiveStore();
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const attempt = useRef({ body: '', key: '' });

  const send = async (body: unknown) => {
    const text = JSON.stringify(body);
    if (attempt.current.body !== text) attempt.current = { body: text, key: newKey() };
    setSending(true);
    setFailure(null);
    try {
      const headers = { 'Idempotency-Key': attempt.current.key };
      const { data } = await bffSend('POST', '/tickets', body, one(Ticket), headers);
      store.applyTicket(data);
      toast.success(words.sent(data.reference));
      onSent();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setFailure(Object.values(error.fields)[0] ?? error.message);
    } finally {
      setSending(false);
    }
  };
  return { send, sending, failure };
}

/** crypto.randomUUID is missing on pages without https; random bytes are not. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
