import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const TONES = {
  neutral: { box: 'border-line bg-sunken text-ink', icon: Info },
  ok: { box: 'border-ok/30 bg-ok-soft text-ok', icon: CircleCheck },
  warn: { box: 'border-warn/30 bg-warn-soft text-warn', icon: TriangleAlert },
  danger: { box: 'border-danger/30 bg-danger-soft text-danger', icon: CircleAlert },
} as const;

export interface NoticeProps {
  readonly tone?: keyof typeof TONES | undefined;
  /** `alert` interrupts a screen reader, `status` waits; none for what was there from the start. */
  readonly role?: 'alert' | 'status' | undefined;
  readonly action?: ReactNode;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** A sentence that stays on the page: what happened, what was kept, what to do. */
export function Notice({ tone = 'neutral', role, action, className, children }: NoticeProps) {
  const { box, icon: Icon } = TONES[tone];
  return (
    <div
      role={role}
      className={clsx('flex items-start gap-2.5 rounded-md border px-3 py-2.5', box, className)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 text-body">{children}</div>
      {action}
    </div>
  );
}
