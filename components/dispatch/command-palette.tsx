'use client';

import { Command } from 'cmdk';
import { Dialog } from 'radix-ui';
import { useMemo, useState, type ReactNode } from 'react';
import { DriverMark } from '#components/drivers/driver-mark.tsx';
import { driverMatcher } from '#components/drivers/fleet-filter.ts';
import { useDrivers, useServerNowMs } from '#components/live/use-live.ts';
import { StatusMark } from '#components/tickets/status-mark.tsx';
import { useTicketQueue } from '#components/tickets/use-ticket-queue.ts';
import { dispatch } from '#lib/messages/en/dispatch.ts';
import { useDesk } from './desk-context.ts';
import { KeyHint } from './key-hint.tsx';
import { usePaletteActions } from './use-palette-actions.ts';

/** Rows of each kind: more than a screen is no help to anybody. */
const MOST_SHOWN = 8;

/** Every ticket, driver and action, found by typing. */
export function CommandPalette({
  open,
  onOpenChange,
  onShowShortcuts,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onShowShortcuts: () => void;
}) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-[1100] bg-ink/30 dark:bg-canvas/60" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12vh] z-[1101] mx-auto max-w-xl overflow-hidden rounded-xl border border-line bg-raised text-ink shadow-raised outline-none"
        >
          <Dialog.Title className="sr-only">{dispatch.palette.title}</Dialog.Title>
          <Finder onDone={() => onOpenChange(false)} onShowShortcuts={onShowShortcuts} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Finder({
  onDone,
  onShowShortcuts,
}: {
  readonly onDone: () => void;
  readonly onShowShortcuts: () => void;
}) {
  const desk = useDesk();
  const [search, setSearch] = useState('');
  const nowMs = useServerNowMs(10_000);
  const open = useTicketQueue('open', search, nowMs);
  const ended = useTicketQueue('ended', search, nowMs);
  const drivers = useDrivers();
  const actions = usePaletteActions(search, onShowShortcuts);
  const tickets = useMemo(() => [...open.rows, ...ended.rows].slice(0, MOST_SHOWN), [open, ended]);
  const found = useMemo(() => {
    const matches = driverMatcher(search);
    return [...drivers.values()].filter(matches).slice(0, MOST_SHOWN);
  }, [drivers, search]);
  const run = (action: () => void) => () => {
    onDone();
    action();
  };

  return (
    <Command label={dispatch.palette.title} shouldFilter={false} loop>
      <Command.Input
        autoFocus
        value={search}
        onValueChange={setSearch}
        placeholder={dispatch.palette.placeholder}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base text-ink outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[56vh] overflow-y-auto overscroll-contain p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-body text-muted">
          {dispatch.palette.none}
        </Command.Empty>
        <Group heading={dispatch.palette.actions}>
          {actions.map((action) => (
            <Item key={action.id} value={action.id} onSelect={run(action.run)}>
              <span className="flex-1 truncate">{action.label}</span>
              {action.keys && <KeyHint keys={action.keys} />}
            </Item>
          ))}
        </Group>
        <Group heading={dispatch.palette.tickets}>
          {tickets.map(({ ticket }) => (
            <Item
              key={ticket.id}
              value={`ticket-${ticket.id}`}
              onSelect={run(() => desk.select({ kind: 'ticket', id: ticket.id }))}
            >
              <span className="font-medium tabular-nums">{ticket.reference}</span>
              <span className="min-w-0 flex-1 truncate text-muted">
                {[ticket.customer.name, ticket.location.address].filter(Boolean).join(' · ')}
              </span>
              <StatusMark status={ticket.status} className="text-xs" />
            </Item>
          ))}
        </Group>
        <Group heading={dispatch.palette.drivers}>
          {found.map((driver) => (
            <Item
              key={driver.id}
              value={`driver-${driver.id}`}
              onSelect={run(() => desk.select({ kind: 'driver', id: driver.id }))}
            >
              <span className="font-medium">{driver.name}</span>
              <span className="min-w-0 flex-1 truncate text-muted">{driver.vehicle.plate}</span>
              <DriverMark status={driver.status} className="text-xs" />
            </Item>
          ))}
        </Group>
      </Command.List>
    </Command>
  );
}

function Group({ heading, children }: { readonly heading: string; readonly children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-muted"
    >
      {children}
    </Command.Group>
  );
}

function Item({
  value,
  onSelect,
  children,
}: {
  readonly value: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-3 rounded-md px-2.5 text-body data-[selected=true]:bg-accent-soft"
    >
      {children}
    </Command.Item>
  );
}
