'use client';

import { writeDuration } from '#components/dispatch/measures.ts';
import { useServerNowMs } from '#components/live/use-live.ts';
import { formatAbsoluteTime } from '#components/ui/time-format.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import type { Eta } from '#lib/protocol/ticket.ts';

/** When the driver arrives, how old that guess is and what it was made from. */
export function EtaLine({ eta }: { readonly eta: Eta | null }) {
  const nowMs = useServerNowMs(1_000);
  if (eta === null) return <p className="px-4 py-3 text-dense text-muted">{words.eta.none}</p>;
  const leftMs = Date.parse(eta.arrives_at) - nowMs;
  const computedMs = Math.max(0, nowMs - Date.parse(eta.computed_at));
  return (
    <div className="border-b border-line px-4 py-3">
      <p className="flex items-baseline gap-2">
        <span className="text-dense text-muted">{words.eta.label}</span>
        <time
          dateTime={eta.arrives_at}
          title={formatAbsoluteTime(eta.arrives_at)}
          suppressHydrationWarning
          className="text-number font-semibold text-ink"
        >
          {leftMs <= 0 ? words.eta.overdue : words.eta.minutes(Math.round(leftMs / 60_000))}
        </time>
      </p>
      <p className="text-xs text-muted">
        {words.eta.computed(writeDuration(computedMs), words.eta.provider[eta.provider])},{' '}
        {words.eta.positionAge(writeDuration(eta.position_age_seconds * 1_000))}
      </p>
    </div>
  );
}
