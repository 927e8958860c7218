'use client';

import { clsx } from 'clsx';
import { List, Map, PanelRight } from 'lucide-react';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { useDesk, type DeskPane } from './desk-context.ts';

const PANES = [
  ['list', List],
  ['map', Map],
  ['detail', PanelRight],
] as const satisfies readonly (readonly [DeskPane, typeof List])[];

/** On a phone one pane at a time; hidden where they stand beside each other. */
export function PaneSwitch({ hasDetail }: { readonly hasDetail: boolean }) {
  const { pane, setPane } = useDesk();
  return (
    <nav
      aria-label={dispatch.panes}
      className="flex shrink-0 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] desk:hidden"
    >
      {PANES.map(([value, Icon]) => (
        <button
          key={value}
          type="button"
          aria-pressed={pane === value}
          disabled={value === 'detail' && !hasDetail}
          onClick={() => setPane(value)}
          className={clsx(
            'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium focus-visible:-outline-offset-2',
            'disabled:opacity-40',
            pane === value ? 'text-accent' : 'text-muted',
          )}
        >
          <Icon aria-hidden="true" className="size-5" />
          {dispatch.pane[value]}
        </button>
      ))}
    </nav>
  );
}
