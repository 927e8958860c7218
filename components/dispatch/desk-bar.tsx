'use client';

import { clsx } from 'clsx';
import { BellRing, Search } from 'lucide-react';
import { useServerNowMs } from '#components/live/use-live.ts';
import { useTicketQueue } from '#components/tickets/use-ticket-queue.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { useDesk } from './desk-context.ts';
import { KeyHint } from './key-hint.tsx';

/** Leads to the palette; looks like the search it is. */
export function PaletteButton({ onOpen }: { readonly onOpen: () => void }) {
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onOpen}
      className={clsx(
        'flex h-8 w-full max-w-80 min-w-8 items-center gap-2 rounded-md border border-line bg-canvas px-2.5',
        'text-dense text-muted hover:border-line-strong hover:text-ink desk:ms-2',
      )}
    >
      <Search aria-hidden="true" className="size-4 shrink-0" />
      <span className="min-w-0 flex-1 truncate text-start">{dispatch.find}</span>
      <KeyHint keys={['Ctrl', 'K']} className="max-desk:hidden" />
    </button>
  );
}

/** How many tickets need a person; leads to them. */
export function NeedsYou() {
  const { showQueue } = useDesk();
  const { counts } = useTicketQueue('attention', '', useServerNowMs(5_000));
  const count = counts.attention;
  const sentence = count === 0 ? dispatch.needsNobody : dispatch.needsYou(count);
  return (
    <button
      type="button"
      title={sentence}
      aria-label={sentence}
      onClick={() => showQueue('attention')}
      className={clsx(
        'flex h-8 items-center gap-1.5 rounded-md px-2 text-dense font-medium tabular-nums hover:bg-sunken',
        count > 0 ? 'text-warn' : 'text-muted',
      )}
    >
      <BellRing aria-hidden="true" className="size-4" />
      <span aria-hidden="true">{count}</span>
    </button>
  );
}
