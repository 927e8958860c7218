'use client';

import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { tracking } from '#lib/messages/en/tracking.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import { sendLinkCommand } from './link-command.ts';

/** Cancels by the link, after a second thought. */
export function CancelRequest({
  token,
  onCanceled,
}: {
  readonly token: string;
  readonly onCanceled: (view: TrackingView) => void;
}) {
  return (
    <CancelDialog
      send={async (reason) => {
        const result = await sendLinkCommand(token, 'cancel', { reason });
        if (result.kind === 'failed') return result.reason;
        onCanceled(result.view);
        return null;
      }}
    />
  );
}

/** @param send answers why it failed, or null */
export function CancelDialog({ send }: { readonly send: (reason: string) => Promise<string | null> }) {
  const words = tracking.cancel;
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const confirm = async () => {
    setSending(true);
    const failed = await send(reason.trim() || words.defaultReason);
    setSending(false);
    setFailure(failed);
    if (failed === null) setOpen(false);
  };

  return (
    <>
      <Button variant="secondary" size="lg" className="w-full" onClick={() => setOpen(true)}>
        {words.open}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        description={words.body}
        footer={
          <>
            <Button size="lg" onClick={() => setOpen(false)}>
              {words.keep}
            </Button>
            <Button size="lg" variant="danger" busy={sending} onClick={() => void confirm()}>
              {words.confirm}
            </Button>
          </>
        }
      >
        {failure !== null && (
          <Notice tone="danger" role="alert" className="mb-3">
            {words.failed(failure)}
          </Notice>
        )}
        <TextField
          label={words.reason}
          hint={words.reasonHint}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Dialog>
    </>
  );
}
