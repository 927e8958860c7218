'use client';

import { Truck } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { FilterBar } from '#components/dispatch/filter-bar.tsx';
import { SearchField } from '#components/dispatch/search-field.tsx';
import { VirtualList } from '#components/dispatch/virtual-list.tsx';
import { useDrivers, useLiveStore, useServerNowMs, useTickets } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { useLocateDriver } from './use-locate-driver.ts';
import { DRIVER_ROW_PX, DriverRow } from './driver-row.tsx';
import { ROSTER_FILTERS, driverRoster, type RosterRow } from './driver-roster.ts';

const keyOf = (row: RosterRow) => row.driver.id;

/** The roster: filters, search and the list "Drivers". */
export function DriverList() {
  const { selection, select, rosterFilter, setRosterFilter, setListedIds } = useDesk();
  const [search, setSearch] = useState('');
  const deferredSearch = useDeferredValue(search);
  const nowMs = useServerNowMs(2_000);
  const drivers = useDrivers();
  const tickets = useTickets();
  const locate = useLocateDriver();
  const { limits } = useLiveStore().fleet;
  const { rows, counts } = useMemo(
    () =>
      driverRoster({
        drivers: drivers.values(),
        locate,
        filter: rosterFilter,
        search: deferredSearch,
        nowMs,
        limits,
      }),
    [drivers, locate, rosterFilter, deferredSearch, nowMs, limits],
  );
  const ids = useMemo(() => rows.map(keyOf), [rows]);
  useEffect(() => setListedIds('driver', ids), [ids, setListedIds]);
  const onSelect = useCallback((id: number) => select({ kind: 'driver', id }), [select]);
  const selectedId = selection.kind === 'driver' ? selection.id : null;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <SearchField
        label={words.search}
        placeholder={words.searchPlaceholder}
        value={search}
        onChange={setSearch}
      />
      <FilterBar
        label={words.filters.label}
        choices={ROSTER_FILTERS.map((value) => ({
          value,
          label: words.filters[value],
          count: counts[value],
        }))}
        value={rosterFilter}
        onChange={setRosterFilter}
      />
      <div className="min-h-0 flex-1 border-t border-line">
        {rows.length > 0 ? (
          <VirtualList
            key={rosterFilter}
            label={words.list}
            rows={rows}
            keyOf={keyOf}
            rowHeightPx={DRIVER_ROW_PX}
            selectedKey={selectedId}
            renderRow={(row) => (
              <DriverRow
                row={row}
                ticketReference={
                  row.driver.current_ticket_id === null
                    ? null
                    : (tickets.get(row.driver.current_ticket_id)?.reference ?? null)
                }
                selected={row.driver.id === selectedId}
                nowMs={nowMs}
                onSelect={onSelect}
              />
            )}
          />
        ) : search === '' ? (
          <EmptyState
            icon={<Truck />}
            title={words.emptyTitle[rosterFilter]}
            body={words.emptyBody[rosterFilter]}
          />
        ) : (
          <EmptyState
            title={words.noMatchTitle}
            body={words.noMatchBody(search)}
            action={
              <Button size="sm" onClick={() => setSearch('')}>
                {words.clearSearch}
              </Button>
            }
          />
        )}
      </div>
    </div>
  );
}
