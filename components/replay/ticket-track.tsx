'use client';

import { History } from 'lucide-react';
import { DetailSection } from '#components/dispatch/detail-frame.tsx';
import { Button } from '#components/ui/button.tsx';
import { replay as words } from '#lib/messages/en/replay.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { openReplay } from './open-replay.ts';

/** The way to a ticket's recorded track, from when a driver first had it. */
export function TicketTrack({ ticket }: { readonly ticket: Ticket }) {
  if (ticket.assigned_at === null && ticket.driver === null) return null;
  return (
    <DetailSection title={words.track}>
      <div className="flex items-center gap-3 text-dense text-muted">
        <p className="min-w-0 flex-1">{words.trackHint}</p>
        <Button size="sm" onClick={() => openReplay({ kind: 'ticket', ticketId: ticket.id })}>
          <History aria-hidden="true" className="size-4" />
          {words.open}
        </Button>
      </div>
    </DetailSection>
  );
}
