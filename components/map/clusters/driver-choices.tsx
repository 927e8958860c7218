'use client';

import { WifiOff } from 'lucide-react';
import { useState } from 'react';
import { DriverMark } from '#components/drivers/driver-mark.tsx';
import { useLiveStore } from '#components/live/use-live.ts';
import { clusters as words } from '#lib/messages/en/clusters.ts';
import { drivers as driverWords } from '#lib/messages/en/drivers.ts';
import type { LiveStore } from '#lib/store/live-store.ts';
import { ChoiceList, type Anchor, type Choice } from './choice-list.tsx';

const MAX_LISTED = 50;

/** Drivers who cannot be told apart on the map, by name; choosing one selects him. */
export function DriverChoices({
  driverIds,
  anchor,
  onSelect,
  onClose,
}: {
  readonly driverIds: readonly number[];
  readonly anchor: Anchor;
  readonly onSelect: (driverId: number) => void;
  readonly onClose: () => void;
}) {
  const store = useLiveStore();
  // As they are when it opens: a list that reorders itself under the finger is worse than one a second old.
  const [choices] = useState(() => choicesOf(store, driverIds));
  const more = choices.length - MAX_LISTED;
  return (
    <ChoiceList
      title={words.onOnePlace(choices.length)}
      choices={choices.slice(0, MAX_LISTED)}
      note={more > 0 ? words.moreDrivers(more) : null}
      anchor={anchor}
      onChoose={onSelect}
      onClose={onClose}
    />
  );
}

function choicesOf(store: LiveStore, driverIds: readonly number[]): readonly Choice[] {
  return driverIds
    .flatMap((key): readonly Choice[] => {
      const driver = store.getState().drivers.get(key);
      if (driver === undefined) return [];
      const position = store.fleet.position(key);
      const fresh = position?.connectivity === 'live';
      return [
        {
          key,
          label: driver.name,
          mark: fresh ? (
            <DriverMark status={position.status} className="text-xs font-medium" />
          ) : (
            <span className="inline-flex items-center gap-1 text-xs text-muted">
              <WifiOff aria-hidden="true" className="size-3.5 shrink-0" />
              {driverWords.connectivity.stale}
            </span>
          ),
        },
      ];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}
