import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly title: string;
  readonly body?: ReactNode;
  /** The next step: a button or a link. */
  readonly action?: ReactNode;
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
}

export function EmptyState({ title, body, action, icon, className }: EmptyStateProps) {
  return (
    <div className={clsx('flex flex-col items-center gap-2 px-6 py-10 text-center', className)}>
      {icon !== undefined && (
        <span aria-hidden="true" className="mb-1 text-muted [&_svg]:size-6">
          {icon}
        </span>
      )}
      <p className="text-body font-medium text-ink">{title}</p>
      {body !== undefined && <div className="max-w-prose text-dense text-muted">{body}</div>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
