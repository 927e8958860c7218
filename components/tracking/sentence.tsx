import { formatClockTime, formatRelativeTime } from '#components/ui/time-format.ts';
import { Notice } from '#components/ui/notice.tsx';
import type { ConnectivityLimits } from '#lib/domain/connectivity.ts';
import { tracking } from '#lib/messages/en/tracking.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';
import type { ConnectionState } from '#lib/realtime/connection-state.ts';
import { positionConnectivity, shownEta, type ShownEta } from './tracking-eta.ts';

/** The one sentence, the arrival with its age, and what the reader has to know when either is old. */
export function Sentence({
  view,
  connection,
  nowMs,
  limits,
}: {
  readonly view: TrackingView;
  readonly connection: ConnectionState;
  readonly nowMs: number;
  readonly limits: ConnectivityLimits;
}) {
  const trust = positionConnectivity(view, nowMs, limits);
  // An arrival that rests on an old position would look surer than it is.
  const eta = trust === 'stale' || trust === 'lost' ? null : shownEta(view, nowMs);
  const name = view.driver?.first_name;

  return (
    <div className="space-y-2">
      <h1 aria-live="polite" className="text-number font-semibold text-balance">
        {eta === null || name === undefined ? view.sentence : distanceSentence(name, eta.minutes)}
      </h1>
      {eta !== null && <Arrival eta={eta} nowMs={nowMs} />}
      {view.position !== null && trust !== 'live' && (
        <LastSeen seenAt={view.position.recorded_at} nowMs={nowMs} />
      )}
      {connection.kind === 'offline' && (
        <Notice tone="warn" role="status">
          {tracking.notConnected}
        </Notice>
      )}
    </div>
  );
}

const distanceSentence = (name: string, minutes: number): string =>
  minutes === 0 ? tracking.arriving(name) : tracking.away(name, minutes);

/** When the driver is expected, how old that estimate is, and whether it is rough. */
export function Arrival({ eta, nowMs }: { readonly eta: ShownEta; readonly nowMs: number }) {
  return (
    <p className="text-body text-muted">
      {/* The clock time is in the reader's zone, which the server does not know. */}
      <time dateTime={eta.arrivesAt} suppressHydrationWarning className="font-medium text-ink">
        {tracking.arrivesAt(formatClockTime(eta.arrivesAt))}
      </time>
      {' · '}
      {tracking.estimated(formatRelativeTime(Date.parse(eta.computedAt), nowMs))}
      {eta.rough && ` · ${tracking.roughly}`}
    </p>
  );
}

/** The last position is old: it says so instead of looking live. */
export function LastSeen({ seenAt, nowMs }: { readonly seenAt: string; readonly nowMs: number }) {
  return (
    <Notice tone="warn" role="status">
      <p className="font-medium">{tracking.lastSeen(formatRelativeTime(Date.parse(seenAt), nowMs))}</p>
      <p>{tracking.noSignal}</p>
    </Notice>
  );
}
