'use client';

import { Truck } from 'lucide-react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { FilteredList } from '#components/dispatch/filtered-list.tsx';
import { useTickets } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { DRIVER_ROW_PX, DriverRow } from './driver-row.tsx';
import type { RosterRow } from './driver-roster.ts';
import { FleetFilterChips } from './fleet-filter-chips.tsx';
import { FleetFilterMenu } from './fleet-filter-menu.tsx';
import { isNarrow, ROSTER_FILTERS, WHOLE_FLEET } from './fleet-filter.ts';
import { useFleetView } from './roster-context.tsx';

const keyOf = (row: RosterRow) => row.driver.id;
const NO_ROWS: readonly RosterRow[] = [];
const NO_COUNTS = { all: 0, available: 0, busy: 0, no_signal: 0, off_duty: 0 };

/** The roster: filters, search and the list "Drivers"; several may be chosen, as with an outline on the map. */
export function DriverList() {
  const { fleetFilter, setFleetFilter, group, setGroup } = useDesk();
  const view = useFleetView();
  const tickets = useTickets();
  const { text, roster } = fleetFilter;
  // Beyond the choice of status, whose emptiness has a sentence of its own.
  const searching = isNarrow({ ...fleetFilter, roster: 'all' });
  return (
    <FilteredList
      kind="driver"
      words={words}
      search={text}
      onSearch={(next) => setFleetFilter({ ...fleetFilter, text: next })}
      filters={ROSTER_FILTERS}
      filter={roster}
      onFilter={(next) => setFleetFilter({ ...fleetFilter, roster: next })}
      counts={view?.counts ?? NO_COUNTS}
      rows={view?.rows ?? NO_ROWS}
      keyOf={keyOf}
      rowHeightPx={DRIVER_ROW_PX}
      picked={group}
      onPick={setGroup}
      more={<FleetFilterMenu />}
      chosen={<FleetFilterChips />}
      renderRow={(row, { selected, onSelect, picking }) => (
        <DriverRow
          row={row}
          ticketReference={
            row.driver.current_ticket_id === null
              ? null
              : (tickets.get(row.driver.current_ticket_id)?.reference ?? null)
          }
          selected={selected}
          nowMs={view?.nowMs ?? 0}
          onSelect={onSelect}
          picking={picking}
        />
      )}
      empty={
        searching
          ? {
              title: words.noMatchTitle,
              body: text === '' ? words.noFit : words.noMatchBody(text),
              action: (
                <Button size="sm" onClick={() => setFleetFilter(WHOLE_FLEET)}>
                  {words.clearFilter}
                </Button>
              ),
            }
          : { icon: <Truck />, title: words.emptyTitle[roster], body: words.emptyBody[roster] }
      }
    />
  );
}
