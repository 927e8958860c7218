'use client';

import { SearchX } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { drivers } from '#lib/messages/en/drivers.ts';
import { tickets } from '#lib/messages/en/tickets.ts';
import { useDesk } from './desk-context.ts';
import { DetailFrame } from './detail-frame.tsx';

/** Nobody knows the number in the address. */
export function MissingDetail({ kind }: { readonly kind: 'ticket' | 'driver' }) {
  const { select } = useDesk();
  const words = kind === 'ticket' ? tickets : drivers;
  return (
    <DetailFrame title={words.missingTitle}>
      <EmptyState
        icon={<SearchX />}
        title={words.missingTitle}
        body={words.missingBody}
        action={<Button onClick={() => select({ kind: 'none' })}>{dispatch.closeDetail}</Button>}
      />
    </DetailFrame>
  );
}
