'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { useDesk } from './desk-context.ts';

/** The right panel: a head that stays, a body that scrolls. */
export function DetailFrame({
  title,
  badges,
  actions,
  children,
}: {
  readonly title: string;
  readonly badges?: ReactNode;
  /** Stays under the title while the body scrolls. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  const { select } = useDesk();
  return (
    <section aria-label={title} className="flex h-full min-h-0 flex-col">
      <header className="flex min-h-12 shrink-0 items-center gap-2 border-b border-line ps-4 pe-2">
        <h2 className="truncate text-base font-semibold text-ink">{title}</h2>
        <div className="flex min-w-0 flex-1 items-center gap-1.5">{badges}</div>
        <IconButton
          label={dispatch.closeDetail}
          icon={<X />}
          size="sm"
          aria-keyshortcuts="Escape"
          onClick={() => select({ kind: 'none' })}
        />
      </header>
      {actions}
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">{children}</div>
    </section>
  );
}

/** A group of facts; hairlines part the groups, no boxes. */
export function DetailSection({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="border-b border-line px-4 py-3 last:border-b-0">
      <div className="mb-1.5 flex min-h-5 items-center justify-between gap-2">
        <h3 className="text-xs font-medium text-muted">{title}</h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** One fact: its name, its value. */
export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-3 py-0.5 text-dense">
      <dt className="w-28 shrink-0 text-muted">{name}</dt>
      <dd className="min-w-0 flex-1 break-words text-ink tabular-nums">{children}</dd>
    </div>
  );
}
