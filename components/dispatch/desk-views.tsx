'use client';

import type { ReactNode } from 'react';
import { RosterProvider } from '#components/drivers/roster-context.tsx';
import { QueueProvider } from '#components/tickets/queue-context.tsx';

/** What list and map show of drivers and tickets, drawn up once for both. */
export function DeskViews({ children }: { readonly children: ReactNode }) {
  return (
    <RosterProvider>
      <QueueProvider>{children}</QueueProvider>
    </RosterProvider>
  );
}
