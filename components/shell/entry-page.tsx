import type { ReactNode } from 'react';
import { common } from '#lib/messages/en/common.ts';
import { Mark } from './mark.tsx';

/** The frame of the pages before the desk: one column, one task. */
export function EntryPage({
  title,
  intro,
  children,
}: {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-canvas px-4 pt-[12vh] pb-8">
      <div className="w-full max-w-[22rem]">
        <p className="mb-8 flex items-center gap-2 text-base font-semibold text-ink">
          <Mark className="size-6" />
          {common.product}
        </p>
        <h1 className="text-2xl font-semibold tracking-tight text-ink">{title}</h1>
        {intro !== undefined && <div className="mt-1.5 text-body text-muted">{intro}</div>}
        <div className="mt-6">{children}</div>
      </div>
    </main>
  );
}
