'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react';
import { anchorAt, scrollTopFor } from './list-anchor.ts';

export interface VirtualListProps<Row> {
  /** Accessible name. */
  readonly label: string;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => number;
  readonly rowHeightPx: number;
  readonly selectedKey: number | null;
  readonly renderRow: (row: Row) => ReactNode;
}

/** What the server renders, before any window has a height. */
const FIRST_RECT = { width: 360, height: 700 };

/**
 * A list of any length of which only the visible part is in the document. Rows that come, go or change
 * places never move what a person is reading, and a selection made elsewhere is scrolled into view.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { label, rows, keyOf, rowHeightPx, selectedKey, renderRow } = props;
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

  return (
    <div ref={scroller} className="h-full overflow-y-auto overscroll-contain [overflow-anchor:none]">
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
