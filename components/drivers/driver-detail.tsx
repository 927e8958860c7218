'use client';

import { useEffect } from 'react';
import useSWR from 'swr';
import { useDesk } from '#components/dispatch/desk-context.ts';
import { DetailFrame, DetailSection, Fact } from '#components/dispatch/detail-frame.tsx';
import { ticketPath } from '#components/dispatch/desk-selection.ts';
import { LoadingDetail } from '#components/dispatch/loading-detail.tsx';
import { writeAccuracy, writePercent, writeSpeed } from '#components/dispatch/measures.ts';
import { MissingDetail } from '#components/dispatch/missing-detail.tsx';
import { RefusalNotice } from '#components/dispatch/refusal-notice.tsx';
import { useDriver, useDriverPosition, useLiveStore, useTicket } from '#components/live/use-live.ts';
import { ReplayDriverButton } from '#components/replay/replay-driver-button.tsx';
import { PhoneLink } from '#components/tickets/ticket-facts.tsx';
import { StatusMark } from '#components/tickets/status-mark.tsx';
import { writeCoordinates } from '#components/tickets/ticket-draft.ts';
import { Button } from '#components/ui/button.tsx';
import { Switch } from '#components/ui/switch.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffGet } from '#lib/api/bff.ts';
import { compassPoint } from '#lib/domain/compass.ts';
import { drivers as words } from '#lib/messages/en/drivers.ts';
import { tickets as ticketWords } from '#lib/messages/en/tickets.ts';
import type { Driver } from '#lib/protocol/driver.ts';
import { DriverAnswer } from './driver-answers.ts';
import { DriverMark } from './driver-mark.tsx';
import { PhoneTracker } from './phone-tracker.tsx';
import { PositionAge } from './position-age.tsx';
import { RecentTrack } from './recent-track.tsx';
import { useDutyCommand } from './use-duty-command.ts';

/** One driver, live. */
export function DriverDetail({
  driverId,
  initial,
}: {
  readonly driverId: number;
  /** What the server loaded with the page. */
  readonly initial: Driver | null;
}) {
  const store = useLiveStore();
  const held = useDriver(driverId);
  useEffect(() => {
    if (initial) store.applyDriver(initial);
  }, [store, initial]);
  const fetched = useSWR(
    held === undefined && initial === null ? `/drivers/${driverId}` : null,
    async (path) => {
      const { data } = await bffGet(path, DriverAnswer);
      store.applyDriver(data);
      return data;
    },
    { revalidateOnFocus: false, shouldRetryOnError: false },
  );
  const driver = held ?? initial ?? fetched.data;
  if (driver !== undefined) return <OpenDriver driver={driver} />;
  if (fetched.error instanceof ApiError && fetched.error.status === 404)
    return <MissingDetail kind="driver" />;
  return (
    <LoadingDetail
      loading={words.loading}
      failedTitle={words.loadFailedTitle}
      error={fetched.error}
      onRetry={() => void fetched.mutate()}
    />
  );
}

function OpenDriver({ driver }: { readonly driver: Driver }) {
  const { followedDriverId, follow } = useDesk();
  const { busy, refused, dismiss, setDuty } = useDutyCommand(driver);
  const following = followedDriverId === driver.id;
  const { make, model, colour, plate } = driver.vehicle;
  return (
    <DetailFrame
      title={driver.name}
      badges={<DriverMark status={driver.status} className="text-dense font-medium" />}
      actions={
        <>
          <div
            role="group"
            aria-label={words.section.actions}
            className="flex shrink-0 items-center gap-3 border-b border-line px-4 py-2.5"
          >
            <Button
              size="sm"
              variant={following ? 'secondary' : 'primary'}
              aria-pressed={following}
              aria-keyshortcuts="f"
              onClick={() => follow(following ? null : driver.id)}
            >
              {following ? words.unfollow : words.follow}
            </Button>
            <ReplayDriverButton driverId={driver.id} />
            <Switch
              className="ms-auto"
              label={busy ? words.dutyChanging : words.duty}
              checked={driver.duty === 'on'}
              disabled={busy}
              onCheckedChange={(on) => void setDuty(on ? 'on' : 'off')}
            />
          </div>
          {refused !== null && <RefusalNotice refused={refused} onDismiss={dismiss} />}
        </>
      }
    >
      <CurrentTicket ticketId={driver.current_ticket_id} />
      <PositionFacts driver={driver} />
      <DetailSection title={words.section.vehicle}>
        <dl>
          <Fact name={words.vehicle}>
            {[colour, make, model].filter(Boolean).join(' ') || words.noVehicle}
          </Fact>
          {plate !== '' && <Fact name={words.plate}>{plate}</Fact>}
          {driver.phone !== null && (
            <Fact name={words.phone}>
              <PhoneLink name={driver.name} phone={driver.phone} />
            </Fact>
          )}
          <Fact name={words.section.skills}>
            {driver.skills.map((skill) => ticketWords.service[skill]).join(', ')}
          </Fact>
        </dl>
      </DetailSection>
      <RecentTrack driverId={driver.id} />
      <PhoneTracker key={driver.id} driverId={driver.id} name={driver.name} />
    </DetailFrame>
  );
}

function CurrentTicket({ ticketId }: { readonly ticketId: number | null }) {
  const { select } = useDesk();
  const ticket = useTicket(ticketId);
  return (
    <DetailSection title={words.section.job}>
      {ticket === undefined ? (
        <p className="text-dense text-muted">{words.noJob}</p>
      ) : (
        <a
          href={ticketPath(ticket.id)}
          aria-label={words.showTicket(ticket.reference)}
          className="flex items-center gap-2 text-body text-ink"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
            event.preventDefault();
            select({ kind: 'ticket', id: ticket.id });
          }}
        >
          <span className="font-medium underline decoration-line-strong underline-offset-2">
            {ticket.reference}
          </span>
          <span className="min-w-0 flex-1 truncate text-muted">
            {[ticket.customer.name, ticket.location.address].filter(Boolean).join(' · ')}
          </span>
          <StatusMark status={ticket.status} className="text-dense" />
        </a>
      )}
    </DetailSection>
  );
}

const LOW_BATTERY = 20;

function PositionFacts({ driver }: { readonly driver: Driver }) {
  const position = useDriverPosition(driver.id);
  const battery = driver.battery === null ? null : writePercent(driver.battery);
  return (
    <DetailSection title={words.section.position}>
      <dl>
        <Fact name={words.age}>
          <PositionAge driverId={driver.id} />
        </Fact>
        {position !== null && (
          <>
            <Fact name={words.coordinates}>{writeCoordinates(position)}</Fact>
            {position.speedMps !== null && <Fact name={words.speed}>{writeSpeed(position.speedMps)}</Fact>}
            {position.headingDegrees !== null && (
              <Fact name={words.heading}>
                {words.headingWord(
                  words.compass[compassPoint(position.headingDegrees)],
                  Math.round(position.headingDegrees) % 360,
                )}
              </Fact>
            )}
            {position.accuracyM !== null && (
              <Fact name={words.accuracy}>{writeAccuracy(position.accuracyM)}</Fact>
            )}
          </>
        )}
        <Fact name={words.battery}>
          {battery === null
            ? words.batteryUnknown
            : driver.battery !== null && driver.battery <= LOW_BATTERY
              ? words.batteryLow(battery)
              : battery}
        </Fact>
      </dl>
    </DetailSection>
  );
}
