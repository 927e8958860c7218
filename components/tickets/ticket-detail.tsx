'use client';

import { useEffect } from 'react';
import useSWR from 'swr';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { DetailFrame } from '#components/dispatch/detail-frame.tsx';
import { LoadingDetail } from '#components/dispatch/loading-detail.tsx';
import { MissingDetail } from '#components/dispatch/missing-detail.tsx';
import { RefusalNotice } from '#components/dispatch/refusal-notice.tsx';
import { useLiveStore, useTicket } from '#components/live/use-live.ts';
import { TicketTrack } from '#components/replay/ticket-track.tsx';
import { Button } from '#components/ui/button.tsx';
import { Said } from '#components/ui/said.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffGet } from '#lib/api/bff.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Ticket, TimelineEvent } from '#lib/protocol/ticket.ts';
import { AttentionNotice } from './attention-notice.tsx';
import { CancelForm } from './cancel-form.tsx';
import { CandidatePicker } from './candidate-picker.tsx';
import { EditTicketPanel } from './edit-ticket-panel.tsx';
import { EtaLine } from './eta-line.tsx';
import { OfferCountdown } from './offer-countdown.tsx';
import { PriorityMark } from './priority-mark.tsx';
import { PushForm } from './push-form.tsx';
import { StatusBadge } from './status-mark.tsx';
import { TicketActionBar } from './ticket-action-bar.tsx';
import { TicketAnswer } from './ticket-answers.ts';
import { TicketFacts } from './ticket-facts.tsx';
import { TicketTimeline } from './ticket-timeline.tsx';
import { TrackingLinks } from './tracking-links.tsx';
import { useTicketCommands } from './use-ticket-commands.ts';

export interface TicketSeed {
  readonly ticket: Ticket;
  readonly timeline: readonly TimelineEvent[];
}

/** One ticket, live: from the store, or fetched once when it ended too long ago to be there. */
export function TicketDetail({
  ticketId,
  initial,
}: {
  readonly ticketId: number;
  /** What the server loaded with the page. */
  readonly initial: TicketSeed | null;
}) {
  const store = useLiveStore();
  const held = useTicket(ticketId);
  const seed = initial?.ticket;
  useEffect(() => {
    if (seed) store.applyTicket(seed);
  }, [store, seed]);
  const fetched = useSWR(
    held === undefined && seed === undefined ? `/tickets/${ticketId}` : null,
    async (path) => {
      const { data } = await bffGet(path, TicketAnswer);
      store.applyTicket(data);
      return data;
    },
    { revalidateOnFocus: false, shouldRetryOnError: false },
  );
  const ticket = newest(held, seed ?? fetched.data);

  if (ticket !== undefined) return <OpenTicket ticket={ticket} timeline={initial?.timeline ?? null} />;
  if (fetched.error instanceof ApiError && fetched.error.status === 404)
    return <MissingDetail kind="ticket" />;
  return (
    <LoadingDetail
      loading={words.loading}
      failedTitle={words.loadFailedTitle}
      error={fetched.error}
      onRetry={() => void fetched.mutate()}
    />
  );
}

/** The store may still wait for its next frame when the page brings something newer. */
function newest(a: Ticket | undefined, b: Ticket | undefined): Ticket | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.version > a.version ? b : a;
}

function OpenTicket({
  ticket,
  timeline,
}: {
  readonly ticket: Ticket;
  readonly timeline: readonly TimelineEvent[] | null;
}) {
  const { intent, setIntent } = useDesk();
  const commands = useTicketCommands(ticket);
  const { refused } = commands;
  const done = () => setIntent(null);
  const picking = intent === 'offer' || intent === 'assign';

  return (
    <DetailFrame
      title={ticket.reference}
      badges={
        <>
          <StatusBadge status={ticket.status} />
          <PriorityMark priority={ticket.priority} />
        </>
      }
      actions={
        <>
          {intent === null && <TicketActionBar ticket={ticket} commands={commands} />}
          {refused !== null && (
            <RefusalNotice
              refused={refused}
              onDismiss={commands.dismiss}
              action={
                commands.retryByForce !== null && (
                  <Button
                    size="sm"
                    disabled={commands.busy !== null}
                    onClick={() => void commands.retryByForce?.().then((ok) => ok && done())}
                  >
                    {refused.name === 'assign' ? words.refused.assignAnyway : words.refused.offerAnyway}
                  </Button>
                )
              }
            />
          )}
        </>
      }
    >
      {picking ? (
        <CandidatePicker key={intent} mode={intent} ticket={ticket} commands={commands} onDone={done} />
      ) : intent === 'edit' ? (
        <EditTicketPanel ticket={ticket} onDone={done} />
      ) : (
        <>
          {intent === 'cancel' && <CancelForm ticket={ticket} commands={commands} onDone={done} />}
          {intent === 'push' && <PushForm ticket={ticket} commands={commands} onDone={done} />}
          <AttentionNotice ticket={ticket} />
          <OfferCountdown ticket={ticket} />
          {(ticket.status === 'assigned' || ticket.status === 'en_route') && <EtaLine eta={ticket.eta} />}
          {ticket.latest_update !== null && (
            <div className="border-b border-line px-4 py-3">
              <Said label={words.latestUpdate} update={ticket.latest_update} by={ticket.latest_update.by} />
            </div>
          )}
          <TicketFacts ticket={ticket} />
          <TrackingLinks ticket={ticket} />
          <TicketTrack ticket={ticket} />
          <TicketTimeline ticket={ticket} initial={timeline} />
        </>
      )}
    </DetailFrame>
  );
}
