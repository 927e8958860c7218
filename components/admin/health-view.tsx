'use client';

import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import useSWR from 'swr';
import { Badge } from '#components/ui/badge.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { bffGet } from '#lib/api/bff.ts';
import { admin } from '#lib/messages/en/admin.ts';
import type { Health } from '#lib/protocol/health.ts';
import { writeCount } from './amounts.ts';
import { HealthAnswer } from './health-answer.ts';

const words = admin.health;
const REFRESH_MS = 3_000;

/** How the deployment does: first what needs a person, then the parts. */
export function HealthView({ initial }: { readonly initial: Health }) {
  const { data, error } = useSWR('/admin/health', (key) => bffGet(key, HealthAnswer), {
    refreshInterval: REFRESH_MS,
    fallbackData: { data: initial },
  });
  const health = data.data;
  return (
    <>
      <header className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-1">
        <div>
          <h1 className="text-xl font-semibold tracking-tight text-ink">{words.title}</h1>
          <p className="text-body text-muted">{words.intro}</p>
        </div>
        <p className="text-dense text-muted">
          {words.level[health.level]} · {words.asOf} <RelativeTime iso={health.at} /> · {words.running}{' '}
          <RelativeTime iso={health.started_at} />
        </p>
      </header>
      {error instanceof Error && (
        <Notice tone="danger" role="alert" className="mb-3">
          {words.failed(error.message)}
        </Notice>
      )}
      <Risks risks={health.risks} />
      <div className="mt-4 gap-4 desk:columns-2">
        <Broker health={health.broker} />
        <Publisher health={health.publisher} />
        <Database health={health.database} />
        <Sockets health={health.sockets} />
        <Fleet health={health.fleet} />
        <Part name={words.counters}>
          {Object.entries(health.counters).map(([name, count]) => (
            <Fact key={name} name={sentenceCase(name)}>
              {writeCount(count)}
            </Fact>
          ))}
        </Part>
      </div>
    </>
  );
}

function Risks({ risks }: { readonly risks: readonly string[] }) {
  if (risks.length === 0) return <Notice tone="ok">{words.good}</Notice>;
  return (
    <Notice tone="warn">
      <h2 className="font-medium">{words.risks}</h2>
      <ul className="mt-1 list-disc space-y-1 ps-4">
        {risks.map((risk) => (
          <li key={risk}>{risk}</li>
        ))}
      </ul>
    </Notice>
  );
}

function Broker({ health }: { readonly health: Health['broker'] }) {
  const { name, driver, state, since, waiting, oldest, error } = words.broker;
  return (
    <Part
      name={name}
      what={driver[health.driver]}
      mood={health.state === 'up' ? 'good' : health.state === 'down' ? 'bad' : 'unsure'}
      state={state[health.state]}
    >
      <Fact name={since}>
        <RelativeTime iso={health.since} />
      </Fact>
      <Fact name={waiting}>{writeCount(health.waiting_events)}</Fact>
      {health.oldest_waiting_at !== null && (
        <Fact name={oldest}>
          <RelativeTime iso={health.oldest_waiting_at} />
        </Fact>
      )}
      {health.error !== null && <Fact name={error}>{health.error}</Fact>}
    </Part>
  );
}

function Database({ health }: { readonly health: Health['database'] }) {
  const { name, driver, state, latency, milliseconds, connections, connectionsOf } = words.database;
  const { open, idle, waiting } = health.connections;
  return (
    <Part
      name={name}
      what={driver[health.driver]}
      mood={health.state === 'up' ? 'good' : 'bad'}
      state={state[health.state]}
    >
      {health.latency_ms !== null && <Fact name={latency}>{milliseconds(health.latency_ms.toFixed(1))}</Fact>}
      <Fact name={connections}>{connectionsOf(open, idle, waiting)}</Fact>
    </Part>
  );
}

function Publisher({ health }: { readonly health: Health['publisher'] }) {
  const { name, state, head, lag, lagOf } = words.publisher;
  return (
    <Part
      name={name}
      mood={health.state === 'publishing' ? 'good' : health.state === 'blocked' ? 'bad' : 'unsure'}
      state={state[health.state]}
    >
      <Fact name={head}>{writeCount(health.head)}</Fact>
      <Fact name={lag}>{lagOf(health.lag_events, (health.lag_ms / 1_000).toFixed(1))}</Fact>
    </Part>
  );
}

function Sockets({ health }: { readonly health: Health['sockets'] }) {
  const { name, open, total, pusher, plain, channels, slow } = words.sockets;
  return (
    <Part name={name}>
      <Fact name={total}>{open(writeCount(health.pusher + health.plain), writeCount(health.limit))}</Fact>
      <Fact name={pusher}>{writeCount(health.pusher)}</Fact>
      <Fact name={plain}>{writeCount(health.plain)}</Fact>
      <Fact name={channels}>{writeCount(health.channels)}</Fact>
      <Fact name={slow}>{writeCount(health.slow)}</Fact>
    </Part>
  );
}

function Fleet({ health }: { readonly health: Health['fleet'] }) {
  const { name, reporting, waiting, last, never } = words.fleet;
  return (
    <Part name={name}>
      <Fact name={reporting}>{writeCount(health.reporting)}</Fact>
      <Fact name={waiting}>{writeCount(health.waiting_rows)}</Fact>
      <Fact name={last}>
        {health.last_fix_at === null ? never : <RelativeTime iso={health.last_fix_at} />}
      </Fact>
    </Part>
  );
}

const MOODS = {
  good: { tone: 'ok', icon: <CircleCheck aria-hidden="true" /> },
  unsure: { tone: 'warn', icon: <CircleDashed aria-hidden="true" /> },
  bad: { tone: 'danger', icon: <CircleAlert aria-hidden="true" /> },
} as const;

function Part({
  name,
  what,
  mood,
  state,
  children,
}: {
  readonly name: string;
  readonly what?: string | undefined;
  readonly mood?: keyof typeof MOODS | undefined;
  readonly state?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <section
      aria-label={name}
      className="mb-4 break-inside-avoid rounded-lg border border-line bg-surface px-4 py-3"
    >
      <header className="mb-1.5 flex items-center gap-2">
        <h2 className="text-body font-semibold text-ink">{name}</h2>
        {what !== undefined && <span className="text-dense text-muted">{what}</span>}
        {mood !== undefined && (
          <span className="ms-auto">
            <Badge tone={MOODS[mood].tone} icon={MOODS[mood].icon}>
              {state}
            </Badge>
          </span>
        )}
      </header>
      <dl className="divide-y divide-line">{children}</dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 py-1.5 text-body">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 text-end break-words text-ink tabular-nums">{children}</dd>
    </div>
  );
}

/** Counters come by a stable name, new ones without a word of ours: "fixes_stored" → "Fixes stored". */
const sentenceCase = (name: string): string =>
  name.charAt(0).toLocaleUpperCase() + name.slice(1).replaceAll('_', ' ');
