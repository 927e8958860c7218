import { clsx } from 'clsx';
import { Circle, CircleDot, CircleOff, Navigation, WifiOff, type LucideIcon } from 'lucide-react';
import type { DriverStatus } from '#lib/domain/vocabulary.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';

const LOOKS: Readonly<Record<DriverStatus, { readonly icon: LucideIcon; readonly text: string }>> = {
  available: { icon: Circle, text: 'text-driver-available' },
  offered: { icon: CircleDot, text: 'text-driver-offered' },
  busy: { icon: Navigation, text: 'text-driver-busy' },
  off_duty: { icon: CircleOff, text: 'text-driver-off' },
};

/** A driver's status as a shape and a word. */
export function DriverMark({
  status,
  shape = true,
  className,
}: {
  readonly status: DriverStatus;
  /** False where the shape stands elsewhere. */
  readonly shape?: boolean;
  readonly className?: string;
}) {
  return (
    <span className={clsx('inline-flex items-center gap-1 whitespace-nowrap', LOOKS[status].text, className)}>
      {shape && <StatusShape status={status} />}
      {words.status[status]}
    </span>
  );
}

/** The shape alone, beside a word that says the same. */
export function StatusShape({
  status,
  className,
}: {
  readonly status: DriverStatus;
  readonly className?: string;
}) {
  const { icon: Icon, text } = LOOKS[status];
  return <Icon aria-hidden="true" className={clsx('size-3.5 shrink-0', text, className)} />;
}

/** Not heard of for too long; with how long, where known. */
export function NoSignalMark({ duration }: { readonly duration: string | null }) {
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap text-warn">
      <WifiOff aria-hidden="true" className="size-3.5 shrink-0" />
      {duration === null ? words.noSignal : `${words.noSignal} ${duration}`}
    </span>
  );
}
