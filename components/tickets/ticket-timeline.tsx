'use client';

import useSWR from 'swr';
import { DetailSection } from '#components/dispatch/detail-frame.tsx';
import { useDrivers } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { bffGet } from '#lib/api/bff.ts';
import { common } from '#lib/messages/en/common.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Ticket, TimelineEvent } from '#lib/protocol/ticket.ts';
import { TimelinePage } from './ticket-answers.ts';
import { endsTicket, timelineSentence } from './timeline-sentence.ts';

/** A ticket with more than this many events shows its last ones' beginning elsewhere. */
const MAX_PAGES = 5;

/** Who did what, when; the newest first. Follows live: a newer version of the ticket asks again. */
export function TicketTimeline({
  ticket,
  initial,
}: {
  readonly ticket: Ticket;
  readonly initial: readonly TimelineEvent[] | null;
}) {
  const drivers = useDrivers();
  const { data, error, isLoading, mutate } = useSWR(
    ['timeline', ticket.id, ticket.version] as const,
    ([, ticketId]) => loadTimeline(ticketId),
    {
      keepPreviousData: true,
      revalidateOnFocus: false,
      ...(initial !== null && { fallbackData: initial, revalidateOnMount: true }),
    },
  );
  const nameOf = (driverId: number) => drivers.get(driverId)?.name ?? null;
  const events = data ?? initial ?? [];
  return (
    <DetailSection title={words.section.timeline}>
      {error !== undefined && events.length === 0 ? (
        <div className="flex items-center gap-3 text-dense text-muted">
          {words.timeline.failed}
          <Button size="sm" onClick={() => void mutate()}>
            {common.retry}
          </Button>
        </div>
      ) : isLoading && events.length === 0 ? (
        <p className="text-dense text-muted">{words.timeline.loading}</p>
      ) : (
        <ol aria-label={words.section.timeline} className="relative flex flex-col gap-2.5">
          {[...events].reverse().map((event) => (
            <Entry key={event.id} event={event} sentence={timelineSentence(event, nameOf)} />
          ))}
        </ol>
      )}
    </DetailSection>
  );
}

function Entry({ event, sentence }: { readonly event: TimelineEvent; readonly sentence: string | null }) {
  if (sentence === null) return null;
  return (
    <li className="relative flex gap-2.5 text-dense">
      <span
        aria-hidden="true"
        className={
          endsTicket(event)
            ? 'mt-1.5 size-2 shrink-0 bg-ink'
            : 'mt-1.5 size-2 shrink-0 rounded-full border border-line-strong'
        }
      />
      <span className="min-w-0 flex-1">
        <span className="text-ink">{sentence}</span>
        {event.note !== null && <span className="block break-words text-muted">“{event.note}”</span>}
        <span className="block text-xs text-muted">
          {event.actor.role === 'system' ? words.timeline.system : event.actor.name} ·{' '}
          <RelativeTime iso={event.at} />
        </span>
      </span>
    </li>
  );
}

async function loadTimeline(ticketId: number): Promise<readonly TimelineEvent[]> {
  const path = `/tickets/${ticketId}/timeline?per_page=100`;
  const first = await bffGet(path, TimelinePage);
  const events = [...first.data];
  const last = Math.min(first.meta?.last_page ?? 1, MAX_PAGES);
  for (let page = 2; page <= last; page += 1) {
    events.push(...(await bffGet(`${path}&page=${page}`, TimelinePage)).data);
  }
  return events;
}
