'use client';

import clsx from 'clsx';
import type { ConnectionState } from '#lib/realtime/connection-state.ts';
import { connection as words } from '#lib/messages/en/map.ts';
import { useConnection } from './use-live.ts';

const DOT: Readonly<Record<ConnectionState['kind'], string>> = {
  live: 'bg-ok',
  connecting: 'bg-warn animate-pulse',
  reconnecting: 'bg-warn animate-pulse',
  polling: 'bg-warn',
  offline: 'bg-danger',
};

interface ConnectionBadgeProps {
  readonly state: ConnectionState;
  /** False where something else on the page announces what matters of it. */
  readonly announced?: boolean;
  readonly className?: string;
}

/** Whether what the page shows is current; role "status", name "Connection". */
export function ConnectionStatus(look: Omit<ConnectionBadgeProps, 'state'>) {
  return <ConnectionBadge state={useConnection()} {...look} />;
}

/** The same for a page without a LiveProvider (the tracking link). */
export function ConnectionBadge({ state, announced = true, className }: ConnectionBadgeProps) {
  const reason = 'reason' in state ? words.reasons[state.reason] : undefined;
  return (
    <span className={clsx('inline-flex items-center gap-2 text-dense text-muted', className)}>
      <span
        role="status"
        aria-label={words.name}
        aria-live={announced ? 'polite' : 'off'}
        title={reason}
        className="inline-flex items-center gap-1.5 whitespace-nowrap"
      >
        <span aria-hidden="true" className={clsx('size-2 shrink-0 rounded-full', DOT[state.kind])} />
        <span className="text-ink">{words[state.kind]}</span>
        {state.kind === 'offline' && <span className="sr-only">: {reason}</span>}
      </span>
      {state.kind !== 'offline' && reason !== undefined && <span className="sr-only">{reason}</span>}
      {state.kind === 'offline' && state.reason === 'session_expired' && (
        <a href="/login" className="text-accent underline underline-offset-2">
          {words.signIn}
        </a>
      )}
    </span>
  );
}
