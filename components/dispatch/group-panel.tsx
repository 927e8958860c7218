'use client';

import { Focus, ListFilter, X } from 'lucide-react';
import { useMemo } from 'react';
import { DriverMark, NoSignalMark } from '#components/drivers/driver-mark.tsx';
import { WHOLE_FLEET } from '#components/drivers/fleet-filter.ts';
import { useHearDriver } from '#components/drivers/use-locate-driver.ts';
import { useDrivers, useServerNowMs, useTicket } from '#components/live/use-live.ts';
import { ticketActions } from '#components/tickets/ticket-actions.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import { useDesk } from './desk-context.ts';
import { driverPath } from './desk-selection.ts';
import { GroupOffer } from './group-offer.tsx';
import { writeCount, writeShortDuration } from './measures.ts';
import { VirtualList } from './virtual-list.tsx';

const ROW_PX = 36;
const MOST_ROWS_SEEN = 6;
const keyOf = ({ id }: Driver) => id;

/** The drivers chosen together, and what can be done with all of them. */
export function GroupPanel() {
  const { group, setGroup, selection, select, fleetFilter, setFleetFilter, setTab, fitSelection } = useDesk();
  const drivers = useDrivers();
  const hear = useHearDriver();
  const nowMs = useServerNowMs(2_000);
  const ticket = useTicket(selection.kind === 'ticket' ? selection.id : null);
  const members = useMemo(() => {
    const known: Driver[] = [];
    for (const id of group) {
      const driver = drivers.get(id);
      if (driver !== undefined) known.push(driver);
    }
    return known.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.id - b.id));
  }, [group, drivers]);
  const { group: words } = dispatch;
  const title = words.title(writeCount(members.length), members.length === 1);
  const selectedId = selection.kind === 'driver' ? selection.id : null;
  return (
    <>
      {/* Always there, so that a screen reader hears the first one too. */}
      <p role="status" className="sr-only">
        {members.length > 0 && title}
      </p>
      {members.length > 0 && (
        <section
          aria-label={title}
          className="pointer-events-auto w-[19rem] max-w-full overflow-hidden rounded-lg border border-line bg-surface shadow-panel"
        >
          <header className="flex items-center gap-1 border-b border-line ps-3 pe-1">
            <h2 className="min-w-0 flex-1 truncate py-2 text-dense font-semibold text-ink tabular-nums">
              {title}
            </h2>
            <IconButton
              size="sm"
              label={words.clear}
              icon={<X aria-hidden="true" />}
              aria-keyshortcuts="Escape"
              onClick={() => setGroup(new Set())}
            />
          </header>
          <div style={{ height: ROW_PX * Math.min(MOST_ROWS_SEEN, members.length) }}>
            <VirtualList
              label={words.list}
              rows={members}
              keyOf={keyOf}
              rowHeightPx={ROW_PX}
              selectedKey={selectedId}
              renderRow={(driver) => {
                const signal = driver.duty === 'on' ? hear(driver.id, nowMs) : null;
                const silent = driver.duty === 'on' && signal?.connectivity !== 'live';
                return (
                  <a
                    href={driverPath(driver.id)}
                    aria-current={driver.id === selectedId ? 'true' : undefined}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
                      event.preventDefault();
                      select({ kind: 'driver', id: driver.id });
                    }}
                    className="flex h-full items-center gap-2 px-3 text-dense no-underline hover:bg-sunken focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft"
                  >
                    <span className="min-w-0 flex-1 truncate text-ink">{driver.name}</span>
                    <span className="shrink-0 text-xs font-medium tabular-nums">
                      {silent ? (
                        <NoSignalMark
                          duration={signal === null ? null : writeShortDuration(nowMs - signal.recordedAtMs)}
                        />
                      ) : (
                        <DriverMark status={driver.status} />
                      )}
                    </span>
                  </a>
                );
              }}
            />
          </div>
          <div className="flex flex-wrap gap-1.5 border-t border-line p-2">
            <Button size="sm" title={words.fitHint} aria-keyshortcuts="z" onClick={fitSelection}>
              <Focus aria-hidden="true" className="size-4" />
              {words.fit}
            </Button>
            <Button
              size="sm"
              title={words.onlyHint}
              disabled={fleetFilter.driverIds === group}
              onClick={() => {
                setFleetFilter({ ...WHOLE_FLEET, driverIds: group });
                setTab('drivers');
              }}
            >
              <ListFilter aria-hidden="true" className="size-4" />
              {words.only}
            </Button>
          </div>
          {ticket !== undefined && ticketActions(ticket).offer && (
            <GroupOffer key={ticket.id} ticket={ticket} members={members} />
          )}
        </section>
      )}
    </>
  );
}
