'use client';

import { useMemo } from 'react';
import { candidates } from '#components/drivers/candidates.ts';
import { useLocateDriver } from '#components/drivers/use-locate-driver.ts';
import { useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { useTicketCommands } from '#components/tickets/use-ticket-commands.ts';
import { Button } from '#components/ui/button.tsx';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import { DEFAULT_OFFER_SECONDS } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import { RefusalNotice } from './refusal-notice.tsx';

/** What one offer may name; the backend's bound. */
const MOST_OFFERED = 100;

/** Offers the selected ticket to those of the group who can take it now, the nearest first. */
export function GroupOffer({
  ticket,
  members,
}: {
  readonly ticket: Ticket;
  readonly members: readonly Driver[];
}) {
  const commands = useTicketCommands(ticket);
  const { fleet } = useLiveStore();
  const locate = useLocateDriver();
  const nowMs = useServerNowMs(2_000);
  const able = useMemo(
    () =>
      candidates(ticket, members, locate, nowMs, fleet.limits)
        .filter(({ obstacle }) => obstacle === null || obstacle === 'no_position')
        .map(({ driver }) => driver.id),
    [ticket, members, locate, nowMs, fleet],
  );
  const { group: words } = dispatch;
  const offered = able.slice(0, MOST_OFFERED);
  return (
    <div className="border-t border-line p-2">
      <Button
        size="sm"
        variant="primary"
        className="w-full"
        busy={commands.busy === 'offer'}
        disabled={offered.length === 0}
        onClick={() =>
          void commands.offer(
            { strategy: 'manual', driverIds: offered, expiresInSeconds: DEFAULT_OFFER_SECONDS },
            { seen: ticket },
          )
        }
      >
        {commands.busy === 'offer' ? ticketWords.under.offer : words.offer(ticket.reference, offered.length)}
      </Button>
      {able.length < members.length || able.length > MOST_OFFERED ? (
        <p className="px-1 pt-1.5 text-xs text-muted">
          {able.length === 0
            ? words.offerNobody
            : able.length > MOST_OFFERED
              ? words.offerMost(MOST_OFFERED)
              : words.offerSome(able.length, members.length)}
        </p>
      ) : null}
      {commands.refused !== null && (
        <div className="-mx-2 pb-1">
          <RefusalNotice refused={commands.refused} onDismiss={commands.dismiss} />
        </div>
      )}
    </div>
  );
}
