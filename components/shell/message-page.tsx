import type { ReactNode } from 'react';
import { common } from '#lib/messages/en/common.ts';
import { Mark } from './mark.tsx';

/** A whole page that says one thing and the next step. */
export function MessagePage({
  title,
  body,
  actions,
  note,
}: {
  readonly title: string;
  readonly body: ReactNode;
  readonly actions?: ReactNode;
  /** Small print: a reference for whoever looks into it. */
  readonly note?: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-canvas px-6 py-10 text-center">
      <Mark className="size-8" />
      <p className="sr-only">{common.product}</p>
      <h1 className="mt-5 text-xl font-semibold text-balance text-ink">{title}</h1>
      <div className="mt-2 max-w-md text-body text-pretty text-muted">{body}</div>
      {actions !== undefined && <div className="mt-6 flex flex-wrap justify-center gap-2">{actions}</div>}
      {note !== undefined && <div className="mt-6 text-dense text-muted tabular-nums">{note}</div>}
    </main>
  );
}
