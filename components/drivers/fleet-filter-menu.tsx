'use client';

import { clsx } from 'clsx';
import { SlidersHorizontal } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { ServiceIcon } from '#components/tickets/service-icon.tsx';
import { SERVICE_TYPES, type Duty, type ServiceType } from '#lib/domain/vocabulary.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';

const DUTY_CHOICES: readonly (Duty | null)[] = [null, 'on', 'off'];

/** Duty and skills, behind one button so that the column stays a list. */
export function FleetFilterMenu() {
  const { fleetFilter, setFleetFilter } = useDesk();
  const { duty, skills } = fleetFilter;
  const count = skills.length + (duty === null ? 0 : 1);
  const toggle = (skill: ServiceType) =>
    setFleetFilter({
      ...fleetFilter,
      skills: skills.includes(skill) ? skills.filter((other) => other !== skill) : [...skills, skill],
    });
  const { filterMenu } = words;
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={filterMenu.open(count)}
        title={filterMenu.open(count)}
        className={clsx(
          'relative flex size-8 shrink-0 items-center justify-center rounded-md border',
          count > 0
            ? 'border-accent bg-accent-soft text-accent'
            : 'border-line text-muted hover:border-line-strong hover:text-ink',
        )}
      >
        <SlidersHorizontal aria-hidden="true" className="size-4" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={filterMenu.title}
          className="z-[1200] w-72 rounded-lg border border-line bg-raised p-3 text-dense text-ink shadow-raised outline-none"
        >
          <fieldset>
            <legend className="mb-1.5 text-xs font-medium text-muted">{filterMenu.duty}</legend>
            <div className="flex gap-1">
              {DUTY_CHOICES.map((choice) => (
                <Choice
                  key={choice ?? 'any'}
                  type="radio"
                  checked={duty === choice}
                  onChange={() => setFleetFilter({ ...fleetFilter, duty: choice })}
                >
                  {choice === null ? filterMenu.anyDuty : filterMenu.dutyChoice[choice]}
                </Choice>
              ))}
            </div>
          </fieldset>
          <fieldset className="mt-3">
            <legend className="mb-1.5 text-xs font-medium text-muted">{filterMenu.skills}</legend>
            <div className="grid grid-cols-2 gap-1">
              {SERVICE_TYPES.map((skill) => (
                <Choice
                  key={skill}
                  type="checkbox"
                  checked={skills.includes(skill)}
                  onChange={() => toggle(skill)}
                >
                  <ServiceIcon type={skill} className="size-4 shrink-0" />
                  {ticketWords.service[skill]}
                </Choice>
              ))}
            </div>
          </fieldset>
          {count > 0 && (
            <button
              type="button"
              onClick={() => setFleetFilter({ ...fleetFilter, duty: null, skills: [] })}
              className="mt-3 text-accent underline underline-offset-2"
            >
              {filterMenu.reset}
            </button>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** A native control under a face of its own: its keys and its name come for nothing. */
function Choice({
  type,
  checked,
  onChange,
  children,
}: {
  readonly type: 'radio' | 'checkbox';
  readonly checked: boolean;
  readonly onChange: () => void;
  readonly children: ReactNode;
}) {
  return (
    <label
      className={clsx(
        'relative flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md border px-2 whitespace-nowrap',
        'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-accent',
        type === 'radio' && 'justify-center',
        checked
          ? 'border-accent bg-accent-soft font-medium text-accent'
          : 'border-line text-ink hover:border-line-strong',
      )}
    >
      <input
        type={type}
        name={type === 'radio' ? 'fleet-duty' : undefined}
        checked={checked}
        onChange={onChange}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
      {children}
    </label>
  );
}
