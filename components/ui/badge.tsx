import { clsx } from 'clsx';
import type { ReactNode } from 'react';

const TONES = {
  neutral: 'bg-sunken text-muted',
  accent: 'bg-accent-soft text-accent',
  ok: 'bg-ok-soft text-ok',
  warn: 'bg-warn-soft text-warn',
  danger: 'bg-danger-soft text-danger',
  'ticket-created': 'bg-ticket-created/10 text-ticket-created',
  'ticket-offered': 'bg-ticket-offered/10 text-ticket-offered',
  'ticket-assigned': 'bg-ticket-assigned/10 text-ticket-assigned',
  'ticket-en-route': 'bg-ticket-en-route/10 text-ticket-en-route',
  'ticket-on-site': 'bg-ticket-on-site/10 text-ticket-on-site',
  'ticket-in-service': 'bg-ticket-in-service/10 text-ticket-in-service',
  'ticket-completed': 'bg-ticket-completed/10 text-ticket-completed',
  'ticket-ended': 'bg-ticket-ended/10 text-ticket-ended',
  'driver-available': 'bg-driver-available/10 text-driver-available',
  'driver-offered': 'bg-driver-offered/10 text-driver-offered',
  'driver-busy': 'bg-driver-busy/10 text-driver-busy',
  'driver-off': 'bg-driver-off/10 text-driver-off',
  'driver-stale': 'bg-driver-stale/10 text-driver-stale',
  'driver-lost': 'bg-driver-lost/10 text-driver-lost',
} as const;

export type BadgeTone = keyof typeof TONES;

export interface BadgeProps {
  readonly tone?: BadgeTone | undefined;
  /** A shape beside the word: meaning is never carried by colour alone. */
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function Badge({ tone = 'neutral', icon, className, children }: BadgeProps) {
  return (
    <span
      className={clsx(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded px-1.5 text-xs font-medium whitespace-nowrap',
        '[&_svg]:size-3 [&_svg]:shrink-0',
        TONES[tone],
        className,
      )}
    >
      {icon}
      {children}
    </span>
  );
}
