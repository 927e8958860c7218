'use client';

import { useState, type FormEvent } from 'react';
import { RefusalNotice } from '#components/dispatch/refusal-notice.tsx';
import { useCommand } from '#components/dispatch/use-command.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { bffSend } from '#lib/api/bff.ts';
import { common } from '#lib/messages/en/common.ts';
import { drivers } from '#lib/messages/en/drivers.ts';
import { MAX_DEVICE_NAME, type Device } from '#lib/protocol/device.ts';
import { DeviceAnswer } from './driver-answers.ts';
import { isReporting } from './fix-counts.ts';
import { PhoneSetup } from './phone-setup.tsx';

const words = drivers.phones;
const FORM_ID = 'add-phone';

/** Names a phone, then shows once what has to be in it. */
export function AddPhoneDialog({
  open,
  onOpenChange,
  path,
  driverName,
  devices,
  onAdded,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly path: string;
  readonly driverName: string;
  /** As the section holds them: tells when the new phone is first heard. */
  readonly devices: readonly Device[];
  readonly onAdded: () => void;
}) {
  const { busy, refused, dismiss, run } = useCommand<'add'>();
  const [name, setName] = useState('');
  // The secret is in the creating answer only: it lives as long as this dialog is open.
  const [added, setAdded] = useState<Device | null>(null);

  const change = (next: boolean) => {
    onOpenChange(next);
    if (next) return;
    setAdded(null);
    setName('');
    dismiss();
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const chosen = name.trim() === '' ? {} : { name: name.trim() };
    const answer = await run('add', words.addRefused, () => bffSend('POST', path, chosen, DeviceAnswer));
    if (answer === null) return;
    setAdded(answer.data);
    onAdded();
  };

  if (added !== null) {
    const heard = devices.some((device) => device.id === added.id && isReporting(device));
    return (
      <Dialog
        open={open}
        onOpenChange={change}
        title={words.setUpTitle(added.name)}
        description={words.once}
        footer={
          // A key: without it the button of the first step turns into this one, colours and all.
          <Button key="done" variant="primary" onClick={() => change(false)}>
            {words.done}
          </Button>
        }
      >
        <PhoneSetup device={added} heard={heard} />
      </Dialog>
    );
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={words.addTitle(driverName)}
      description={words.explain}
      footer={
        <>
          <Button onClick={() => change(false)}>{common.cancel}</Button>
          <Button variant="primary" type="submit" form={FORM_ID} busy={busy === 'add'}>
            {words.add}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={(event) => void add(event)}>
        <TextField
          label={words.name}
          hint={words.nameHint}
          value={name}
          maxLength={MAX_DEVICE_NAME}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
      </form>
      {refused !== null && <RefusalNotice refused={refused} onDismiss={dismiss} />}
    </Dialog>
  );
}
