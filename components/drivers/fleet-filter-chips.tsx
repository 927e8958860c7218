'use client';

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { ServiceIcon } from '#components/tickets/service-icon.tsx';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';

/** What is chosen besides status and text, each to be taken back; nothing when nothing is. */
export function FleetFilterChips() {
  const { fleetFilter, setFleetFilter } = useDesk();
  const { duty, skills, driverIds } = fleetFilter;
  if (duty === null && skills.length === 0 && driverIds === null) return null;
  const { filterMenu } = words;
  return (
    <div role="group" aria-label={filterMenu.chosen} className="flex flex-wrap gap-1 px-3 pb-2">
      {driverIds !== null && (
        <Chip
          name={filterMenu.chosenDrivers(driverIds.size)}
          onRemove={() => setFleetFilter({ ...fleetFilter, driverIds: null })}
        />
      )}
      {duty !== null && (
        <Chip
          name={filterMenu.dutyChoice[duty]}
          onRemove={() => setFleetFilter({ ...fleetFilter, duty: null })}
        />
      )}
      {skills.map((skill) => (
        <Chip
          key={skill}
          name={ticketWords.service[skill]}
          icon={<ServiceIcon type={skill} className="size-3.5" />}
          onRemove={() =>
            setFleetFilter({ ...fleetFilter, skills: skills.filter((other) => other !== skill) })
          }
        />
      ))}
    </div>
  );
}

function Chip({
  name,
  icon,
  onRemove,
}: {
  readonly name: string;
  readonly icon?: ReactNode;
  readonly onRemove: () => void;
}) {
  return (
    <button
      type="button"
      aria-label={words.filterMenu.remove(name)}
      title={words.filterMenu.remove(name)}
      onClick={onRemove}
      className="flex h-6 items-center gap-1 rounded-full bg-accent-soft ps-2 pe-1.5 text-xs font-medium text-accent hover:underline"
    >
      {icon}
      {name}
      <X aria-hidden="true" className="size-3" />
    </button>
  );
}
