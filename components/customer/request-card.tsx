'use client';

import { useLiveStore, useServerNowMs } from '#components/live/use-live.ts';
import { PlaceMap } from '#components/map/place-map.tsx';
import { CancelDialog } from '#components/tracking/cancel-request.tsx';
import { Arrival, LastSeen } from '#components/tracking/sentence.tsx';
import { positionConnectivity, shownEta } from '#components/tracking/tracking-eta.ts';
import { VehicleCard } from '#components/tracking/vehicle-card.tsx';
import { Said } from '#components/ui/said.tsx';
import { ApiError } from '#lib/api/api-error.ts';
import { bffSend } from '#lib/api/bff.ts';
import type { PublicSettings } from '#lib/config/public-settings.ts';
import { isCustomerCancelable } from '#lib/domain/ticket-status.ts';
import { customer } from '#lib/messages/en/customer.ts';
import { tracking } from '#lib/messages/en/tracking.ts';
import { one } from '#lib/protocol/paging.ts';
import { Ticket } from '#lib/protocol/ticket.ts';
import { requestSentence } from './request-sentence.ts';
import { useDriverOfTicket } from './use-driver-of-ticket.ts';

const TICK_MS = 5_000;

/** A request that goes on: what happens, where the driver is, and the way out while there is one. */
export function RequestCard({
  settings,
  ticket,
}: {
  readonly settings: PublicSettings;
  readonly ticket: Ticket;
}) {
  const store = useLiveStore();
  const nowMs = useServerNowMs(TICK_MS);
  const position = useDriverOfTicket(ticket);
  const seenAt = position?.recorded_at ?? null;
  const trust = positionConnectivity({ position }, nowMs, settings.connectivity);
  const eta =
    trust === 'stale' || trust === 'lost'
      ? null
      : shownEta({ status: ticket.status, eta: ticket.eta, position, destination: ticket.location }, nowMs);
  const name = ticket.driver?.name;

  const cancel = async (reason: string): Promise<string | null> => {
    try {
      const { data } = await bffSend('POST', `/tickets/${ticket.id}/cancel`, { reason }, one(Ticket));
      store.applyTicket(data);
      return null;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return error.message;
    }
  };

  return (
    <article
      aria-label={ticket.reference}
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      <div className="relative h-60">
        <PlaceMap
          settings={settings}
          label={tracking.mapLabel}
          destination={{
            latitude: ticket.location.latitude,
            longitude: ticket.location.longitude,
            serviceType: ticket.service_type,
            label: ticket.location.address ?? tracking.destination,
          }}
          position={position}
          nowMs={nowMs}
        />
      </div>
      <div className="space-y-4 p-4">
        <p className="text-dense text-muted">
          {customer.service[ticket.service_type]} · {ticket.reference}
        </p>
        <div className="space-y-2">
          <p aria-live="polite" className="text-number font-semibold">
            {eta === null || name === undefined
              ? requestSentence(ticket)
              : eta.minutes === 0
                ? tracking.arriving(name)
                : tracking.away(name, eta.minutes)}
          </p>
          {eta !== null && <Arrival eta={eta} nowMs={nowMs} />}
          {seenAt !== null && trust !== 'live' && <LastSeen seenAt={seenAt} nowMs={nowMs} />}
        </div>
        <Said label={tracking.fromDispatch} update={ticket.latest_update} />
        {ticket.driver !== null && (
          <VehicleCard
            driver={{
              first_name: ticket.driver.name,
              vehicle: ticket.driver.vehicle,
              plate: ticket.driver.vehicle.plate,
            }}
          />
        )}
        {isCustomerCancelable(ticket.status) && <CancelDialog send={cancel} />}
      </div>
    </article>
  );
}
