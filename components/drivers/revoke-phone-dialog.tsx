'use client';

import { RefusalNotice } from '#components/dispatch/refusal-notice.tsx';
import { useCommand } from '#components/dispatch/use-command.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { bffSend } from '#lib/api/bff.ts';
import { common } from '#lib/messages/en/common.ts';
import { drivers } from '#lib/messages/en/drivers.ts';
import type { Device } from '#lib/protocol/device.ts';
import { NoAnswer } from './driver-answers.ts';

const words = drivers.phones;

/** Asks once more: the phone itself cannot be told, it only finds that nobody listens. */
export function RevokePhoneDialog({
  device,
  path,
  onClose,
  onRevoked,
}: {
  /** Null: closed. */
  readonly device: Device | null;
  readonly path: string;
  readonly onClose: () => void;
  readonly onRevoked: () => void;
}) {
  const { busy, refused, dismiss, run } = useCommand<'revoke'>();
  if (device === null) return null;
  const revoke = async () => {
    const answer = await run('revoke', words.revokeRefused, async () => {
      await bffSend('DELETE', `${path}/${device.id}`, undefined, NoAnswer);
      return device.id;
    });
    if (answer === null) return;
    onRevoked();
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.revokeTitle(device.name)}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="danger" busy={busy === 'revoke'} onClick={() => void revoke()}>
            {words.revoke}
          </Button>
        </>
      }
    >
      <p className="text-body text-ink">{words.revokeBody}</p>
      {refused !== null && <RefusalNotice refused={refused} onDismiss={dismiss} />}
    </Dialog>
  );
}
