'use client';

import { Dialog } from '#components/ui/dialog.tsx';
import { dispatch } from '#lib/messages/en/dispatch.ts';

/** Every key of the desk. */
export function ShortcutHelp({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={dispatch.shortcuts.title}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-6 gap-y-2 text-body">
        {dispatch.shortcuts.keys.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="inline-flex h-6 min-w-6 items-center justify-center rounded border border-line-strong px-1.5 font-sans text-xs text-ink"
                >
                  {key}
                </kbd>
              ))}
            </dt>
            <dd className="text-muted">{does}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
