'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { anchorAt, scrollTopFor } from './list-anchor.ts';
import type { RowPicking } from './row-picking.ts';

export interface VirtualListProps<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => number;
  readonly rowHeightPx: number;
  readonly selectedKey: number | null;
  /** Holds one link, which the arrow keys go to. */
  readonly renderRow: (row: Row) => ReactNode;
  /** Several rows may be chosen. */
  readonly picking?: RowPicking | undefined;
}

/** What the server renders, before any window has a height. */
const FIRST_RECT = { width: 360, height: 700 };

/**
 * A list of any length of which only the visible part is in the document. Rows that come, go or change
 * places never move what a person is reading, and a selection made elsewhere is scrolled into view.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { label, rows, keyOf, rowHeightPx, selectedKey, renderRow, picking } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is memoised by a compiler
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 8,
    initialRect: FIRST_RECT,
  });

  const keys = rows.map(keyOf);
  const shownKeys = useRef(keys);
  useLayoutEffect(() => {
    const before = shownKeys.current;
    shownKeys.current = keys;
    const element = scroller.current;
    if (element === null || sameKeys(before, keys)) return;
    const anchor = anchorAt(before, rowHeightPx, element.scrollTop);
    const top = anchor === null ? null : scrollTopFor(anchor, before, keys, rowHeightPx);
    if (top !== null && top !== element.scrollTop) element.scrollTop = top;
  });

  const scrolledTo = useRef<number | null>(null);
  useEffect(() => {
    if (scrolledTo.current === selectedKey) return;
    scrolledTo.current = selectedKey;
    if (selectedKey === null) return;
    const index = shownKeys.current.indexOf(selectedKey);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [selectedKey, virtualizer]);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const link = event.target;
    if (!(link instanceof HTMLAnchorElement) || event.altKey || event.ctrlKey || event.metaKey) return;
    const index = Number(link.closest<HTMLElement>('[data-row]')?.dataset['row'] ?? Number.NaN);
    const key = keys[index];
    if (key === undefined) return;
    if (event.key === ' ' && picking !== undefined) {
      event.preventDefault();
      picking.toggle(key);
      return;
    }
    const next = index + (event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : Number.NaN);
    const nextKey = keys[next];
    if (nextKey === undefined) return;
    event.preventDefault();
    if (event.shiftKey) picking?.extendTo(nextKey, key);
    // Rows next to a visible one are in the document already; the focus scrolls there.
    scroller.current?.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus();
  };

  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the rows' links hold the focus
    <div
      ref={scroller}
      onKeyDown={onKeyDown}
      className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
    >
      <ul
        // oxlint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets a list without bullets
        role="list"
        aria-label={label}
        className="relative m-0 list-none p-0"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <li
              key={item.key}
              data-row={item.index}
              aria-setsize={rows.length}
              aria-posinset={item.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ height: rowHeightPx, transform: `translateY(${item.start}px)` }}
            >
              {renderRow(row)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

const sameKeys = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);
