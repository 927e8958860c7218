'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import { useIsWide } from '#components/dispatch/use-is-wide.ts';
import { admin } from '#lib/messages/en/admin.ts';
import type { Connection } from '#lib/protocol/connection.ts';
import { ConnectionCard, ConnectionRow } from './connection-row.tsx';
import { SORTABLE, type Sorting, type SortChange } from './sorting.ts';

const words = admin.connections;

/** A table where there is room for one, rows of facts on a phone. */
export function ConnectionTable({
  connections,
  sorting,
  onSort,
  onDisconnect,
}: {
  readonly connections: readonly Connection[];
  readonly sorting: Sorting;
  readonly onSort: SortChange;
  readonly onDisconnect: (connection: Connection) => void;
}) {
  const isWide = useIsWide();
  if (!isWide)
    return (
      <ul aria-label={words.table} className="rounded-lg border border-line bg-surface">
        {connections.map((connection) => (
          <ConnectionCard key={connection.socket_id} connection={connection} onDisconnect={onDisconnect} />
        ))}
      </ul>
    );
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-surface">
      <table aria-label={words.table} className="w-full text-body text-ink">
        <thead className="bg-sunken text-dense text-muted">
          <tr>
            {SORTABLE.map((column) => (
              <ColumnHead key={column} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <th scope="col" className="w-0 px-3">
              <span className="sr-only">{words.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {connections.map((connection) => (
            <ConnectionRow key={connection.socket_id} connection={connection} onDisconnect={onDisconnect} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const NUMERIC: ReadonlySet<string> = new Set(['messages_in', 'messages_out']);

function ColumnHead({
  column,
  sorting,
  onSort,
}: {
  readonly column: Sorting['sort'];
  readonly sorting: Sorting;
  readonly onSort: SortChange;
}) {
  const active = sorting.sort === column;
  return (
    <th
      scope="col"
      aria-sort={active ? (sorting.descending ? 'descending' : 'ascending') : undefined}
      className={NUMERIC.has(column) ? 'text-end' : 'text-start'}
    >
      <button
        type="button"
        onClick={() => onSort(column)}
        className="inline-flex h-9 items-center gap-1 px-3 font-medium hover:text-ink [&>svg]:size-3.5"
      >
        {words.column[column]}
        {active && (sorting.descending ? <ArrowDown aria-hidden="true" /> : <ArrowUp aria-hidden="true" />)}
      </button>
    </th>
  );
}
