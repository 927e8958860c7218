'use client';

import type { ReactNode } from 'react';
import { X } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { tickets } from '#lib/messages/en/tickets.ts';
import type { Refused } from './use-command.ts';

/** Why a command was refused, who has it now, and what can be done. */
export function RefusalNotice({
  refused,
  onDismiss,
  action,
}: {
  readonly refused: Refused;
  readonly onDismiss: () => void;
  readonly action?: ReactNode;
}) {
  return (
    <div className="px-4 pt-3">
      <Notice
        tone="danger"
        role="alert"
        action={
          <IconButton
            label={tickets.refused.dismiss}
            icon={<X />}
            size="sm"
            className="-me-2 -mt-1.5"
            onClick={onDismiss}
          />
        }
      >
        <p className="font-medium">{refused.title}</p>
        <p>{refused.message}</p>
        {refused.holder !== null && !refused.message.includes(refused.holder) && (
          <p>{tickets.refused.holder(refused.holder)}</p>
        )}
        {refused.now !== null && <p>{tickets.refused.now(refused.now)}</p>}
        {action !== undefined && <div className="mt-2">{action}</div>}
      </Notice>
    </div>
  );
}
