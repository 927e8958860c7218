'use client';

import { clsx } from 'clsx';
import { memo } from 'react';
import { driverPath } from '#components/dispatch/desk-selection.ts';
import { writeShortDuration, writeSpeed } from '#components/dispatch/measures.ts';
import { RowCheckbox } from '#components/dispatch/row-checkbox.tsx';
import type { RowPicking } from '#components/dispatch/row-picking.ts';
import { useLiveStore } from '#components/live/use-live.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import type { Vehicle } from '#lib/protocol/driver.ts';
import { JUST_NOW_MS } from './position-age.tsx';
import { DriverMark, NoSignalMark, StatusShape } from './driver-mark.tsx';
import type { RosterRow } from './driver-roster.ts';

export const DRIVER_ROW_PX = 58;
/** Slower is standing, to within what a receiver knows. */
const MOVING_MPS = 1;

/** One driver of the roster: name and status; ticket and vehicle, speed and how old the position is. */
export const DriverRow = memo(function DriverRow({
  row: { driver, recordedAtMs, silent },
  ticketReference,
  selected,
  nowMs,
  onSelect,
  picking,
}: {
  readonly row: RosterRow;
  readonly ticketReference: string | null;
  readonly selected: boolean;
  readonly nowMs: number;
  readonly onSelect: (driverId: number) => void;
  readonly picking: RowPicking;
}) {
  const { fleet } = useLiveStore();
  const ageMs = recordedAtMs === null ? null : nowMs - recordedAtMs;
  const age = ageMs === null ? null : ageMs < JUST_NOW_MS ? words.now : writeShortDuration(ageMs);
  const speedMps = silent ? null : (fleet.position(driver.id)?.speedMps ?? null);
  const picked = picking.picked.has(driver.id);
  return (
    <div
      className={clsx(
        'group relative h-full border-b border-line',
        selected
          ? 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)] rtl:shadow-[inset_-3px_0_0_var(--accent)]'
          : picked
            ? 'bg-accent-soft/60'
            : 'hover:bg-sunken',
      )}
    >
      <a
        href={driverPath(driver.id)}
        aria-current={selected ? 'true' : undefined}
        aria-keyshortcuts="Space"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.button !== 0) return;
          event.preventDefault();
          if (event.shiftKey) picking.extendTo(driver.id);
          else onSelect(driver.id);
        }}
        className="flex h-full flex-col justify-center gap-1 ps-9 pe-3 text-dense no-underline select-none focus-visible:-outline-offset-2"
      >
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate font-semibold text-ink">{driver.name}</span>
          <DriverMark status={driver.status} shape={false} className="text-xs font-medium" />
        </span>
        <span className="flex items-center gap-2 text-muted">
          <span className="min-w-0 flex-1 truncate">
            {[ticketReference && words.onTicket(ticketReference), vehicleLine(driver.vehicle)]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <span className="shrink-0 text-xs tabular-nums">
            {silent ? (
              <NoSignalMark duration={age} />
            ) : (
              [speedMps !== null && speedMps >= MOVING_MPS && writeSpeed(speedMps), age ?? words.noPosition]
                .filter(Boolean)
                .join(' · ')
            )}
          </span>
        </span>
      </a>
      <StatusShape
        status={driver.status}
        className={clsx(
          'pointer-events-none absolute start-3 top-2.5 group-focus-within:opacity-0 group-hover:opacity-0',
          picking.picked.size > 0 && 'opacity-0',
        )}
      />
      <RowCheckbox
        label={words.pick(driver.name)}
        checked={picked}
        always={picking.picked.size > 0}
        onToggle={(range) => (range ? picking.extendTo(driver.id) : picking.toggle(driver.id))}
      />
    </div>
  );
});

export function vehicleLine({ make, model, plate }: Vehicle): string {
  return [[make, model].filter(Boolean).join(' '), plate].filter(Boolean).join(' · ') || words.noVehicle;
}
