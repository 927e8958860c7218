'use client';

import { useEffect, useState } from 'react';
import { ConnectionStatus } from '#components/live/connection-status.tsx';
import { LiveProvider } from '#components/live/live-provider.tsx';
import { useDriver, useLiveStore, useOffers, useServerNowMs, useTickets } from '#components/live/use-live.ts';
import { AppShell } from '#components/shell/app-shell.tsx';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import type { SyncPage } from '#lib/protocol/sync.ts';
import type { User } from '#lib/protocol/user.ts';
import { jobsOf } from './current-job.ts';
import { DutyBar } from './duty-bar.tsx';
import { EndedNotice, useEndedJob } from './ended-notice.tsx';
import { Idle } from './idle.tsx';
import { Job } from './job.tsx';
import { offerState } from './offer-state.ts';
import { OfferScreen } from './offer-screen.tsx';
import { Backlog, PositionPanel } from './position-panel.tsx';
import { useOfferAlarm } from './use-offer-alarm.ts';
import { usePositionReporter } from './use-position-reporter.ts';
import { useWakeLock } from './use-wake-lock.ts';

export interface DriverConsoleProps {
  readonly settings: PublicSettings;
  readonly user: Pick<User, 'id' | 'name' | 'email' | 'role'>;
  readonly driverId: number;
  readonly initial: SyncPage;
}

/** The driver's phone: duty, the offer that waits, the job in hand, and the position on its way. */
export function DriverConsole({ settings, user, driverId, initial }: DriverConsoleProps) {
  return (
    <LiveProvider
      settings={settings}
      viewer={{ userId: user.id, role: 'driver', driverId }}
      initial={initial}
    >
      <AppShell user={user} connection={<ConnectionStatus className="pe-2" />}>
        <Console settings={settings} driverId={driverId} />
      </AppShell>
    </LiveProvider>
  );
}

/** How often an offer's end is looked at; its own countdown is finer. */
const TICK_MS = 1_000;

function Console({ settings, driverId }: { readonly settings: PublicSettings; readonly driverId: number }) {
  const driver = useDriver(driverId);
  const tickets = useTickets();
  const offers = useOffers();
  const nowMs = useServerNowMs(TICK_MS);
  const [answered, setAnswered] = useState<ReadonlySet<number>>(new Set());

  const jobs = jobsOf(tickets.values(), driverId);
  const job = jobs[0];
  const ended = useEndedJob(job, tickets);
  const onDuty = driver?.duty === 'on';
  const reporting = usePositionReporter(driverId, onDuty, job?.id ?? null);
  const awake = useWakeLock(onDuty);

  const offer = offerState(offers.values(), answered, nowMs);
  // Who has a job by now, or is off duty, has no use for news of offers that are gone.
  const shown =
    offer.kind === 'pending' || (offer.kind === 'gone' && onDuty && job === undefined) ? offer : null;
  useClockSample(offer.kind === 'pending' ? offer.offer.offered_at : null);
  const alarm = useOfferAlarm(shown?.kind === 'pending');

  return (
    <div className="flex h-full min-h-0 flex-col bg-canvas">
      <div className="mx-auto flex min-h-0 w-full flex-1 flex-col bg-surface">
        <DutyBar duty={driver?.duty ?? 'off'} hasJob={job !== undefined} drained={reporting.drained} />
        {ended.notice !== null && <EndedNotice notice={ended.notice} onDismiss={ended.dismiss} />}
        {job === undefined ? (
          <Idle
            onDuty={onDuty}
            soundReady={alarm.soundReady}
            onUnlockSound={alarm.unlock}
            drained={reporting.drained}
          >
            {onDuty ? (
              <PositionPanel report={reporting.report} awake={awake} onRetry={reporting.retry} />
            ) : (
              <div className="space-y-2 px-4 py-3 text-dense">
                <Backlog report={reporting.report} onRetry={reporting.retry} />
              </div>
            )}
          </Idle>
        ) : (
          <Job
            key={job.id}
            settings={settings}
            ticket={job}
            more={jobs.length - 1}
            own={reporting.report.newest}
          >
            <PositionPanel report={reporting.report} awake={awake} onRetry={reporting.retry} />
          </Job>
        )}
      </div>
      {shown !== null && (
        <OfferScreen
          key={shown.offer.id}
          state={shown}
          onDone={(offerId) => setAnswered((before) => new Set(before).add(offerId))}
        />
      )}
    </div>
  );
}

/**
 * A page that loaded slowly takes the server's clock for earlier than it is, and a countdown would run over:
 * an offer that has just arrived carries a better sample. An old one changes nothing.
 */
function useClockSample(serverIso: string | null): void {
  const { clock } = useLiveStore();
  useEffect(() => {
    if (serverIso !== null) clock.observe(Date.parse(serverIso));
  }, [clock, serverIso]);
}
