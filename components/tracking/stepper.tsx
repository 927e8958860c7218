import { clsx } from 'clsx';
import { Check, X } from 'lucide-react';
import { formatClockTime } from '#components/ui/time-format.ts';
import { isEnded } from '#lib/domain/ticket-status.ts';
import { tracking } from '#lib/messages/en/tracking.ts';
import type { TrackingView } from '#lib/protocol/tracking.ts';

type Step = TrackingView['steps'][number];

/** What has happened, what happens now, what is to come. */
export function Stepper({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol aria-label={tracking.steps.label} className="text-body">
      {steps.map((step, index) => (
        <li
          key={step.status}
          aria-current={step.state === 'current' ? 'step' : undefined}
          className="relative flex items-start gap-3 pb-4 last:pb-0"
        >
          {index < steps.length - 1 && (
            <span
              aria-hidden="true"
              className={clsx(
                'absolute start-[0.5625rem] top-5 bottom-0 w-0.5',
                step.state === 'done' ? 'bg-accent' : 'bg-line',
              )}
            />
          )}
          <Dot step={step} />
          <span
            className={clsx(
              'flex-1',
              step.state === 'current'
                ? 'font-semibold text-ink'
                : step.state === 'done'
                  ? 'text-ink'
                  : 'text-muted',
            )}
          >
            {tracking.steps[step.status]}
            <span className="sr-only">, {tracking.stepState[step.state]}</span>
          </span>
          {step.at !== null && (
            <time dateTime={step.at} suppressHydrationWarning className="text-dense text-muted">
              {formatClockTime(step.at)}
            </time>
          )}
        </li>
      ))}
    </ol>
  );
}

function Dot({ step }: { readonly step: Step }) {
  const failed = isEnded(step.status) && step.status !== 'completed';
  const done = step.state === 'done' || step.status === 'completed';
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'z-10 flex size-5 shrink-0 items-center justify-center rounded-full border-2',
        failed && 'border-danger bg-danger text-on-danger',
        !failed && step.state === 'todo' && 'border-line-strong bg-surface',
        !failed && step.state === 'done' && 'border-accent bg-accent text-on-accent',
        !failed &&
          step.state === 'current' &&
          (done ? 'border-ok bg-ok text-on-accent' : 'border-accent bg-surface'),
      )}
    >
      {failed ? (
        <X className="size-3" strokeWidth={3} />
      ) : done && step.state !== 'todo' ? (
        <Check className="size-3" strokeWidth={3} />
      ) : step.state === 'current' ? (
        <span className="size-2 rounded-full bg-accent" />
      ) : null}
    </span>
  );
}
