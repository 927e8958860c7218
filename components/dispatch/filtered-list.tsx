'use client';

import { useCallback, useEffect, useMemo, type ReactNode } from 'react';
import { EmptyState, type EmptyStateProps } from '#components/ui/empty-state.tsx';
import { useDesk } from './desk-context.ts';
import type { FilterChoice } from './filter-bar.tsx';
import { FilterBar } from './filter-bar.tsx';
import { SearchField } from './search-field.tsx';
import { useRowPicking, type RowPicking } from './row-picking.ts';
import { VirtualList } from './virtual-list.tsx';

interface ListWords<Filter extends string> {
  readonly list: string;
  readonly search: string;
  readonly searchPlaceholder: string;
  readonly filters: Readonly<Record<Filter, string>> & { readonly label: string };
}

/** What a row may need to know besides its own resource. */
export interface RowContext {
  readonly selected: boolean;
  readonly onSelect: (id: number) => void;
  readonly picking: RowPicking;
}

const NOBODY: ReadonlySet<number> = new Set();
const ignore = () => undefined;

/** A list of the left column: search, one choice of many with counts, the rows, or why there are none. */
export function FilteredList<Row, Filter extends string>(props: {
  readonly kind: 'ticket' | 'driver';
  readonly words: ListWords<Filter>;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly filters: readonly Filter[];
  readonly filter: Filter;
  readonly onFilter: (filter: Filter) => void;
  readonly counts: Readonly<Record<Filter, number>>;
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => number;
  readonly rowHeightPx: number;
  readonly renderRow: (row: Row, context: RowContext) => ReactNode;
  /** Shown when there are no rows. */
  readonly empty: EmptyStateProps;
  /** Beside the search. */
  readonly more?: ReactNode;
  /** Under the filters. */
  readonly chosen?: ReactNode;
  /** Given: several rows may be chosen. */
  readonly picked?: ReadonlySet<number>;
  readonly onPick?: (picked: ReadonlySet<number>) => void;
}) {
  const { kind, words, filters, filter, counts, rows, keyOf, renderRow, picked, onPick } = props;
  const { selection, select, setListedIds } = useDesk();
  const ids = useMemo(() => rows.map(keyOf), [rows, keyOf]);
  useEffect(() => setListedIds(kind, ids), [kind, ids, setListedIds]);
  const onSelect = useCallback((id: number) => select({ kind, id }), [kind, select]);
  const picking = useRowPicking(ids, picked ?? NOBODY, onPick ?? ignore);
  const selectedId = selection.kind === kind ? selection.id : null;
  const choices: readonly FilterChoice<Filter>[] = filters.map((value) => ({
    value,
    label: words.filters[value],
    count: counts[value],
  }));
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex items-center gap-1 px-3 py-2">
        <SearchField
          label={words.search}
          placeholder={words.searchPlaceholder}
          value={props.search}
          onChange={props.onSearch}
        />
        {props.more}
      </div>
      <FilterBar label={words.filters.label} choices={choices} value={filter} onChange={props.onFilter} />
      {props.chosen}
      <div className="min-h-0 flex-1 border-t border-line">
        {rows.length > 0 ? (
          <VirtualList
            key={filter}
            label={words.list}
            rows={rows}
            keyOf={keyOf}
            rowHeightPx={props.rowHeightPx}
            selectedKey={selectedId}
            picking={onPick === undefined ? undefined : picking}
            renderRow={(row) => renderRow(row, { selected: keyOf(row) === selectedId, onSelect, picking })}
          />
        ) : (
          <EmptyState {...props.empty} />
        )}
      </div>
    </div>
  );
}
