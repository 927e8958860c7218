'use client';

import { clsx } from 'clsx';
import { memo } from 'react';
import { driverPath } from '#components/dispatch/desk-selection.ts';
import { writeShortDuration } from '#components/dispatch/measures.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import type { Vehicle } from '#lib/protocol/driver.ts';
import { JUST_NOW_MS } from './position-age.tsx';
import { DriverMark, NoSignalMark } from './driver-mark.tsx';
import type { RosterRow } from './driver-roster.ts';

export const DRIVER_ROW_PX = 58;

/** One driver of the roster: name and status, vehicle and how old the position is. */
export const DriverRow = memo(function DriverRow({
  row: { driver, place, silent },
  ticketReference,
  selected,
  nowMs,
  onSelect,
}: {
  readonly row: RosterRow;
  readonly ticketReference: string | null;
  readonly selected: boolean;
  readonly nowMs: number;
  readonly onSelect: (driverId: number) => void;
}) {
  const ageMs = place === null ? null : nowMs - place.recordedAtMs;
  const age = ageMs === null ? null : ageMs < JUST_NOW_MS ? words.now : writeShortDuration(ageMs);
  return (
    <a
      href={driverPath(driver.id)}
      aria-current={selected ? 'true' : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
        event.preventDefault();
        onSelect(driver.id);
      }}
      className={clsx(
        'flex h-full flex-col justify-center gap-1 border-b border-line px-3 text-dense no-underline',
        'focus-visible:-outline-offset-2',
        selected
          ? 'bg-accent-soft shadow-[inset_3px_0_0_var(--accent)] rtl:shadow-[inset_-3px_0_0_var(--accent)]'
          : 'hover:bg-sunken',
      )}
    >
      <span className="flex items-center gap-2">
        <span className="min-w-0 flex-1 truncate font-semibold text-ink">{driver.name}</span>
        <DriverMark status={driver.status} className="text-xs font-medium" />
      </span>
      <span className="flex items-center gap-2 text-muted">
        <span className="min-w-0 flex-1 truncate">
          {[ticketReference && words.onTicket(ticketReference), vehicleLine(driver.vehicle)]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <span className="shrink-0 text-xs tabular-nums">
          {silent ? <NoSignalMark duration={age} /> : (age ?? words.noPosition)}
        </span>
      </span>
    </a>
  );
});

export function vehicleLine({ make, model, plate }: Vehicle): string {
  return [[make, model].filter(Boolean).join(' '), plate].filter(Boolean).join(' · ') || words.noVehicle;
}
