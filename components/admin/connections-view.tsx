'use client';

import { Search } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import useSWR from 'swr';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { SelectField, TextField } from '#components/ui/field.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { bffGet } from '#lib/api/bff.ts';
import { admin } from '#lib/messages/en/admin.ts';
import type { Connection } from '#lib/protocol/connection.ts';
import { writeCount } from './amounts.ts';
import { ConnectionTable } from './connection-table.tsx';
import { connectionsPath, ConnectionsAnswer, FIRST_QUERY } from './connections-query.ts';
import { DisconnectDialog } from './disconnect-dialog.tsx';
import { PageSwitch } from './page-switch.tsx';
import { SORTABLE, sortedBy, type Sorting } from './sorting.ts';

const words = admin.connections;
const REFRESH_MS = 2_000;

/** Every open socket, refreshed by itself. */
export function ConnectionsView({ initial }: { readonly initial: ConnectionsAnswer }) {
  const [search, setSearch] = useState('');
  const [sorting, setSorting] = useState<Sorting>({ sort: 'connected_at', descending: true });
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<Connection | null>(null);
  const path = connectionsPath({ ...sorting, page, search: useDeferredValue(search) });
  const { data, error, mutate } = useSWR(path, (key) => bffGet(key, ConnectionsAnswer), {
    refreshInterval: REFRESH_MS,
    keepPreviousData: true,
    ...(path === connectionsPath(FIRST_QUERY) && { fallbackData: initial }),
  });
  const { data: connections, meta } = data ?? initial;
  const trouble = error instanceof Error ? error.message : null;

  const find = (text: string) => {
    setSearch(text);
    setPage(1);
  };
  return (
    <section aria-labelledby="connections-title">
      <header className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-3">
        <div className="me-auto">
          <h1 id="connections-title" className="text-xl font-semibold tracking-tight text-ink">
            {words.title}
          </h1>
          <p className="text-body text-muted" role="status">
            {words.count(meta.total, writeCount(meta.total))}
          </p>
        </div>
        <div className="relative w-full desk:w-80">
          <Search
            aria-hidden="true"
            className="pointer-events-none absolute start-2.5 top-2.5 z-10 size-4 text-muted"
          />
          <TextField
            label={words.search}
            hideLabel
            type="search"
            value={search}
            placeholder={words.searchPlaceholder}
            onChange={(event) => find(event.currentTarget.value)}
            className="ps-9"
          />
        </div>
        <div className="w-full desk:hidden">
          <SelectField
            label={words.sort}
            value={sorting.sort}
            onChange={(event) => {
              const column = SORTABLE.find((name) => name === event.currentTarget.value);
              if (column !== undefined) setSorting(sortedBy(sorting, column));
            }}
          >
            {SORTABLE.map((column) => (
              <option key={column} value={column}>
                {words.column[column]}
              </option>
            ))}
          </SelectField>
        </div>
      </header>
      {trouble !== null && (
        <Notice tone="danger" role="alert" className="mb-3">
          {words.failed(trouble)}
        </Notice>
      )}
      {connections.length === 0 ? (
        <Nothing search={search} onClear={() => find('')} />
      ) : (
        <ConnectionTable
          connections={connections}
          sorting={sorting}
          onSort={(column) => setSorting(sortedBy(sorting, column))}
          onDisconnect={setAsked}
        />
      )}
      <PageSwitch meta={meta} onPage={setPage} />
      {asked !== null && (
        <DisconnectDialog
          connection={asked}
          onClose={() => {
            setAsked(null);
            void mutate();
          }}
        />
      )}
    </section>
  );
}

function Nothing({ search, onClear }: { readonly search: string; readonly onClear: () => void }) {
  const isSearch = search.trim() !== '';
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        title={isSearch ? words.noMatchTitle : words.emptyTitle}
        body={isSearch ? words.noMatchBody(search.trim()) : words.emptyBody}
        action={isSearch && <Button onClick={onClear}>{words.clearSearch}</Button>}
      />
    </div>
  );
}
