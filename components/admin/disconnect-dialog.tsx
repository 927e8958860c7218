'use client';

import { useState } from 'react';
import { toast } from 'sonner';
import { z } from 'zod';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import { admin } from '#lib/messages/en/admin.ts';
import { common } from '#lib/messages/en/common.ts';
import type { Connection } from '#lib/protocol/connection.ts';
import { ownerName } from './socket-owner.ts';

const words = admin.ask;

/** Asks before it ends a socket, and whether its client may come back by itself. */
export function DisconnectDialog({
  connection,
  onClose,
}: {
  readonly connection: Connection;
  /** After it is done, or not wanted. */
  readonly onClose: () => void;
}) {
  const [final, setFinal] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const name = ownerName(connection.who);

  const disconnect = async () => {
    setBusy(true);
    setRefused(null);
    try {
      await bffSend(
        'DELETE',
        `/admin/connections/${connection.socket_id}?reconnect=${String(!final)}`,
        undefined,
        z.unknown(),
      );
      toast(words.done(name));
      onClose();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.status === 404) {
        toast(words.gone(name));
        onClose();
      } else setRefused(error.message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={words.title(name)}
      description={words.body}
      footer={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button variant="danger" busy={busy} onClick={() => void disconnect()}>
            {busy ? words.busy : words.submit}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {refused !== null && (
          <Notice tone="danger" role="alert">
            <p className="font-medium">{words.failed}</p>
            <p>{refused}</p>
          </Notice>
        )}
        <label className="flex items-start gap-2.5 text-body text-ink">
          <input
            type="checkbox"
            checked={final}
            onChange={(event) => setFinal(event.currentTarget.checked)}
            className="mt-0.5 size-4 accent-(--accent)"
          />
          <span>
            {words.final}
            <span className="block text-dense text-muted">{words.finalHint}</span>
          </span>
        </label>
        <p className="text-dense text-muted">{words.rights}</p>
      </div>
    </Dialog>
  );
}
