'use client';

import { useState } from 'react';
import useSWR from 'swr';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { bffGet } from '#lib/api/bff.ts';
import { admin } from '#lib/messages/en/admin.ts';
import { ACTIVITY_KINDS, type ActivityEntry, type ActivityKind } from '#lib/protocol/activity.ts';
import { ActivityAnswer, activityPath } from './activity-query.ts';
import { ownerName } from './socket-owner.ts';

const words = admin.activity;
const REFRESH_MS = 3_000;

/** What happened at the sockets lately, below the table of those that are open. */
export function ActivitySection({ initial }: { readonly initial: readonly ActivityEntry[] }) {
  const [kind, setKind] = useState<ActivityKind | null>(null);
  const { data, error } = useSWR(activityPath(kind), (key) => bffGet(key, ActivityAnswer), {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
  });
  const entries = data?.data ?? initial;
  return (
    <section aria-labelledby="activity-title" className="mt-8">
      <header className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 id="activity-title" className="me-auto text-base font-semibold text-ink">
          {words.title}
        </h2>
        <div role="group" aria-label={words.filter} className="flex flex-wrap gap-1">
          {[null, ...ACTIVITY_KINDS].map((choice) => (
            <button
              key={choice ?? 'all'}
              type="button"
              aria-pressed={kind === choice}
              onClick={() => setKind(choice)}
              className="h-8 rounded-md border border-line px-2.5 text-dense text-muted hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent"
            >
              {choice === null ? words.all : words.kind[choice]}
            </button>
          ))}
        </div>
      </header>
      {error !== undefined && data === undefined && (
        <Notice tone="danger" role="alert" className="mb-3">
          {words.failed}
        </Notice>
      )}
      {entries.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState title={words.empty} />
        </div>
      ) : (
        <ol aria-label={words.list} className="rounded-lg border border-line bg-surface">
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

const TONES: Readonly<Record<ActivityEntry['event'], BadgeTone>> = {
  'socket.opened': 'ok',
  'socket.closed': 'neutral',
  'socket.refused': 'danger',
  'socket.disconnected': 'warn',
  'channel.refused': 'danger',
  'channel.dropped': 'warn',
  'auth.refused': 'danger',
  'event.pushed': 'accent',
};

function Entry({ entry }: { readonly entry: ActivityEntry }) {
  const [first] = entry.channels;
  const isPush = entry.event === 'event.pushed';
  const facts = [
    isPush ? null : entry.kind && admin.connections.kind[entry.kind],
    first === undefined ? null : words.channels(first, entry.channels.length - 1),
    [entry.code, entry.reason].filter((part) => part !== null).join(' '),
    entry.address,
  ].filter((fact) => fact !== null && fact !== '');
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5 border-t border-line px-3 py-2 text-dense first:border-t-0">
      <span className="w-32 shrink-0">
        <Badge tone={TONES[entry.event]}>{words.event[entry.event]}</Badge>
      </span>
      <span className="font-medium text-ink">
        {isPush ? entry.name : entry.who === null ? words.unknown : ownerName(entry.who)}
      </span>
      <span className="min-w-0 flex-1 break-words text-muted max-desk:order-last max-desk:basis-full">
        {facts.join(' · ')}
      </span>
      <RelativeTime iso={entry.at} className="ms-auto whitespace-nowrap text-muted" />
    </li>
  );
}
