'use client';

import { Command } from 'cmdk';
import { Radio, Zap } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { writeDistance } from '#components/dispatch/measures.ts';
import { candidates, nearestCandidate, type Candidate } from '#components/drivers/candidates.ts';
import { driverMatcher } from '#components/drivers/fleet-filter.ts';
import { DriverMark } from '#components/drivers/driver-mark.tsx';
import { useLocateDriver } from '#components/drivers/use-locate-driver.ts';
import { useDrivers, useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { Button } from '#components/ui/button.tsx';
import { drivers as driverWords } from '#lib/messages/en/drivers.ts';
import { common } from '#lib/messages/en/common.ts';
import { tickets as words } from '#lib/messages/en/tickets.ts';
import { DEFAULT_OFFER_SECONDS } from '#lib/protocol/offer.ts';
import type { Ticket } from '#lib/protocol/ticket.ts';
import type { TicketCommands } from './use-ticket-commands.ts';

/** Rows in the document; typing finds the others. */
const MOST_SHOWN = 60;
const OFFER_SECONDS = [20, DEFAULT_OFFER_SECONDS, 90, 180, 300];

/** Whom to offer or assign a ticket to: the nearest who can go first, wholly by keyboard. */
export function CandidatePicker({
  mode,
  ticket,
  commands,
  onDone,
}: {
  readonly mode: 'offer' | 'assign';
  readonly ticket: Ticket;
  readonly commands: TicketCommands;
  readonly onDone: () => void;
}) {
  const [search, setSearch] = useState('');
  // What the person knows while choosing; a refusal tells them the rest.
  const [seen, setSeen] = useState(ticket);
  const [seconds, setSeconds] = useState(DEFAULT_OFFER_SECONDS);
  const drivers = useDrivers();
  const locate = useLocateDriver();
  const store = useLiveStore();
  const nowMs = useServerNowMs(2_000);
  const all = useMemo(
    () => candidates(ticket, drivers.values(), locate, nowMs, store.fleet.limits),
    [ticket, drivers, locate, nowMs, store],
  );
  const shown = useMemo(() => {
    const matches = driverMatcher(search);
    return all.filter(({ driver }) => matches(driver)).slice(0, MOST_SHOWN);
  }, [all, search]);
  const nearest = nearestCandidate(all);
  const { pick } = words;
  const title = mode === 'offer' ? pick.offerTitle(ticket.reference) : pick.assignTitle(ticket.reference);
  const waiting = commands.busy !== null;

  const finish = (call: Promise<boolean>) => {
    void call.then((done) => {
      if (done) onDone();
      else setSeen(store.getState().tickets.get(ticket.id) ?? ticket);
    });
  };
  const choose = ({ driver }: Candidate) => {
    if (waiting) return;
    finish(
      mode === 'assign'
        ? commands.assign(driver, { seen })
        : commands.offer({ strategy: 'manual', driverIds: [driver.id], expiresInSeconds: seconds }, { seen }),
    );
  };
  const offerBy = (strategy: 'nearest' | 'broadcast') => () => {
    if (!waiting) finish(commands.offer({ strategy, expiresInSeconds: seconds }, { seen }));
  };

  return (
    <Command
      label={pick.search}
      shouldFilter={false}
      loop
      aria-busy={waiting}
      className="flex h-full min-h-0 flex-col"
    >
      <div className="flex items-center gap-2 px-4 pt-3 pb-2">
        <h3 className="flex-1 text-body font-semibold text-ink">{title}</h3>
        {mode === 'offer' && (
          <label className="flex items-center gap-1.5 text-xs text-muted">
            {pick.seconds}
            <select
              value={seconds}
              onChange={(event) => setSeconds(Number(event.currentTarget.value))}
              className="h-7 rounded-md border border-line-strong bg-surface px-1.5 text-xs text-ink"
            >
              {OFFER_SECONDS.map((option) => (
                <option key={option} value={option}>
                  {pick.secondsOption(option)}
                </option>
              ))}
            </select>
          </label>
        )}
        <Button size="sm" variant="ghost" aria-keyshortcuts="Escape" onClick={onDone}>
          {common.back}
        </Button>
      </div>
      <div className="px-4 pb-2">
        <Command.Input
          autoFocus
          placeholder={pick.placeholder}
          value={search}
          onValueChange={setSearch}
          className="h-9 w-full rounded-md border border-line-strong bg-surface px-3 text-body text-ink placeholder:text-muted"
        />
      </div>
      {waiting && (
        <p role="status" className="px-4 pb-2 text-dense text-accent">
          {mode === 'offer' ? words.under.offer : words.under.assign}
        </p>
      )}
      <Command.List
        label={pick.list}
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain border-t border-line p-1.5"
      >
        <Command.Empty className="px-3 py-8 text-center text-body text-muted">
          {all.length === 0 ? pick.nobody : pick.none}
        </Command.Empty>
        {mode === 'offer' && search === '' && (
          <>
            <Choice
              value="nearest"
              disabled={waiting || nearest === undefined}
              onSelect={offerBy('nearest')}
              icon={<Zap aria-hidden="true" className="size-4 text-accent" />}
              name={pick.nearest}
              detail={
                nearest === undefined
                  ? pick.nobodyNow
                  : pick.nearestNow(nearest.driver.name, writeDistance(nearest.distanceM ?? 0))
              }
            />
            <Choice
              value="broadcast"
              disabled={waiting || nearest === undefined}
              onSelect={offerBy('broadcast')}
              icon={<Radio aria-hidden="true" className="size-4 text-accent" />}
              name={pick.broadcast}
              detail={pick.broadcastHint}
            />
          </>
        )}
        {shown.map((candidate) => (
          <Choice
            key={candidate.driver.id}
            value={`driver-${candidate.driver.id}`}
            disabled={waiting || candidate.obstacle === 'off_duty' || candidate.obstacle === 'holds_it'}
            onSelect={() => choose(candidate)}
            name={candidate.driver.name}
            detail={detailOf(candidate)}
            end={
              <span className="flex flex-col items-end gap-0.5 text-xs">
                <span className="font-medium text-ink tabular-nums">
                  {candidate.distanceM === null ? '–' : writeDistance(candidate.distanceM)}
                </span>
                {candidate.obstacle === null ? (
                  <DriverMark status={candidate.driver.status} />
                ) : (
                  <span className="text-muted">{pick.obstacle[candidate.obstacle]}</span>
                )}
              </span>
            }
          />
        ))}
      </Command.List>
    </Command>
  );
}

function detailOf({ driver, connectivity }: Candidate): string {
  const vehicle = [driver.vehicle.make, driver.vehicle.model].filter(Boolean).join(' ');
  const trust =
    connectivity === null || connectivity === 'live' ? null : driverWords.connectivity[connectivity];
  return [vehicle, driver.vehicle.plate, trust].filter(Boolean).join(' · ');
}

function Choice({
  value,
  disabled,
  onSelect,
  icon,
  name,
  detail,
  end,
}: {
  readonly value: string;
  readonly disabled: boolean;
  readonly onSelect: () => void;
  readonly icon?: ReactNode;
  readonly name: string;
  readonly detail: string;
  readonly end?: ReactNode;
}) {
  return (
    <Command.Item
      value={value}
      disabled={disabled}
      onSelect={onSelect}
      className="flex min-h-12 cursor-pointer items-center gap-3 rounded-md px-2.5 py-1 text-dense data-[disabled=true]:cursor-not-allowed data-[disabled=true]:opacity-60 data-[selected=true]:bg-accent-soft"
    >
      {icon}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="truncate font-medium text-ink">{name}</span>
        <span className="truncate text-xs text-muted">{detail}</span>
      </span>
      {end}
    </Command.Item>
  );
}
