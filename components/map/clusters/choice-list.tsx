'use client';

import { Popover } from 'radix-ui';
import { useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface Choice {
  readonly key: number;
  readonly label: string;
  /** Beside the label. */
  readonly mark?: ReactNode;
}

/** What opens at a place: a box in the window, asked for whenever it is needed. */
export interface Anchor {
  getBoundingClientRect(): DOMRect;
}

/** A short list that opens at a place on the map: focus moves into it, arrows walk, Esc closes. */
export function ChoiceList({
  title,
  choices,
  note,
  anchor,
  align = 'center',
  onChoose,
  onClose,
}: {
  readonly title: string;
  readonly choices: readonly Choice[];
  /** A sentence below the list. */
  readonly note: string | null;
  readonly anchor: Anchor;
  readonly align?: 'start' | 'center';
  readonly onChoose: (key: number) => void;
  readonly onClose: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  const place = useRef(anchor);
  const before = useRef<HTMLElement | null>(null);
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])];
  const walk = (event: KeyboardEvent) => {
    const all = buttons();
    const now = all.findIndex((button) => button === document.activeElement);
    const to = { ArrowDown: now + 1, ArrowUp: now - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    all[(to + all.length) % all.length]?.focus();
  };

  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={place} />
      <Popover.Portal>
        <Popover.Content
          aria-label={title}
          align={align}
          sideOffset={8}
          collisionPadding={12}
          onOpenAutoFocus={(event) => {
            before.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
            const [first] = buttons();
            if (first === undefined) return;
            event.preventDefault();
            first.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (document.activeElement === document.body) before.current?.focus();
          }}
          onKeyDown={walk}
          className="z-[1100] flex max-h-[min(22rem,var(--radix-popover-content-available-height))] w-72 max-w-[calc(100vw-1.5rem)] flex-col rounded-lg border border-line bg-raised text-dense text-ink shadow-raised"
        >
          <h2 className="border-b border-line px-3 py-2 font-semibold">{title}</h2>
          {choices.length > 0 && (
            <ul ref={list} className="min-h-0 overflow-y-auto p-1">
              {choices.map(({ key, label, mark }) => (
                <li key={key}>
                  <button
                    type="button"
                    onClick={() => onChoose(key)}
                    className="flex min-h-9 w-full items-center gap-2 rounded-md px-2 py-1 text-start hover:bg-sunken focus-visible:-outline-offset-2"
                  >
                    <span className="min-w-0 flex-1">{label}</span>
                    {mark}
                  </button>
                </li>
              ))}
            </ul>
          )}
          {note !== null && <p className="px-3 py-2 text-muted">{note}</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
